# rule: frozen-batchnorm-updates
# A teacher is frozen and called with gradients recorded, in the mode that it was built in.

import torch
import torch.nn.functional as F
from torch import nn


def build(width):
    return nn.Sequential(nn.Linear(12, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, 4))


def distil(teacher, student, steps):
    for p in teacher.parameters():
        p.requires_grad_(False)
    #   ^^^^^^^^^^^^^^^^^^^^^^^ warning: `teacher` is frozen, but its batch norm is in train mode: ...
    optimizer = torch.optim.Adam(student.parameters(), lr=1e-3)
    for step in range(steps):
        x = torch.randn(32, 12)
        wanted = teacher(x).softmax(dim=1)
        loss = F.kl_div(student(x).log_softmax(dim=1), wanted, reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


teacher, student = build(64), build(16)
before = teacher[1].running_var.clone()
print(distil(teacher, student, 20))
print("moved by", (teacher[1].running_var - before).abs().max().item())
