# rule: frozen-batchnorm-updates
# Features of a frozen network go into a small head; nothing puts the network into eval mode.

import torch
from torch import nn

torch.manual_seed(0)
features = nn.Sequential(nn.Linear(10, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 16))
features.requires_grad_(False)
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `features` is frozen, but its batch norm is in train mode: ...
head = nn.Sequential(nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3)

before = features[1].running_mean.clone()
for step in range(50):
    x = torch.randn(32, 10) + 1
    y = x.sum(dim=1, keepdim=True)
    optimizer.zero_grad()
    loss = nn.functional.l1_loss(head(features(x)), y)
    loss.backward()
    optimizer.step()
print("moved by", (features[1].running_mean - before).abs().max().item())
