# rule: gradient-of-sqrt-at-zero
# A small number under the root, a norm, and a branch that is made safe first, or whose gradient a ReLU stops.

import torch
from torch import nn

torch.manual_seed(0)
encoder = nn.Linear(6, 3)
optimizer = torch.optim.SGD(encoder.parameters(), lr=0.1)
for step in range(3):
    x = torch.randn(8, 6)
    points = encoder(x)
    optimizer.zero_grad()
    spread = torch.sqrt(((points[:, None] - points[None, :]) ** 2).sum(dim=2) + 1e-8).mean()
    length = points.norm(dim=1).mean()
    scores = torch.relu(points)
    logarithms = torch.where(scores > 0, scores.clamp(min=1e-6).log(), 0.0)
    roots = torch.where(scores > 0, scores.sqrt(), 0.0).mean()
    loss = roots + spread + length + (scores * logarithms).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
