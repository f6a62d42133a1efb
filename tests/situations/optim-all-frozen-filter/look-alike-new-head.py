# rule: all-parameters-frozen
# Everything is frozen, and then the head is replaced; later the body is thawed.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 10))
for parameter in model.parameters():
    parameter.requires_grad = False
model[2] = nn.Linear(12, 2)
optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(4):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
