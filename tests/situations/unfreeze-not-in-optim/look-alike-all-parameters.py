# rule: unfrozen-not-optimized
# Every layer is in the optimizer from the start, and the body is frozen for the first epochs only.

import torch
from torch import nn

body, head = nn.Linear(6, 12), nn.Linear(12, 2)
model = nn.Sequential(body, nn.ReLU(), head)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(32, 6), torch.randint(0, 2, (32,))
for epoch in range(4):
    body.requires_grad_(epoch >= 2)
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
