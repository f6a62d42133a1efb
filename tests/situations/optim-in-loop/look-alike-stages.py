# rule: optimizer-rebuilt-in-loop
# First the head is trained, then everything; each stage has an optimizer of its own.

import torch
from torch import nn

body, head = nn.Linear(8, 8), nn.Linear(8, 2)
model = nn.Sequential(body, nn.ReLU(), head)
x, y = torch.randn(32, 8), torch.randint(0, 2, (32,))
for trainable in (False, True):
    for parameter in body.parameters():
        parameter.requires_grad = trainable
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    for step in range(5):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
