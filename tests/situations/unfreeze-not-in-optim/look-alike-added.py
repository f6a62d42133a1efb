# rule: unfrozen-not-optimized
# What is unfrozen joins the optimizer as a group of its own.

import torch
from torch import nn

body, head = nn.Linear(6, 12), nn.Linear(12, 2)
model = nn.Sequential(body, nn.ReLU(), head)
body.requires_grad_(False)
optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
x, y = torch.randn(32, 6), torch.randint(0, 2, (32,))
for epoch in range(4):
    if epoch == 2:
        body.requires_grad_(True)
        optimizer.add_param_group({"params": body.parameters(), "lr": 0.01})
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
