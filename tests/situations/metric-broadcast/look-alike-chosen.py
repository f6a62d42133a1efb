# rule: broadcast-comparison
# Chosen classes and labels are both rows.

import torch
from torch import nn

model = nn.Linear(6, 3).eval()
x, y = torch.randn(32, 6), torch.randint(0, 3, (32,))
with torch.no_grad():
    scores = model(x)
    _, chosen = torch.max(scores, 1)
    accuracy = (chosen == y).float().mean()
    top = scores.topk(2, dim=1).indices.t()
    hits = top.eq(y.view(1, -1).expand_as(top)).sum()
print(accuracy.item(), hits.item())
