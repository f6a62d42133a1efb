# rule: non-scalar-backward
# The losses of the examples are masked, and then averaged.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
model = nn.Sequential(nn.Embedding(20, 8), nn.Linear(8, 20))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for step in range(5):
    tokens = torch.randint(0, 20, (4, 12))
    mask = (torch.arange(12) < torch.randint(3, 12, (4, 1))).float()
    logits = model(tokens[:, :-1])
    losses = F.cross_entropy(logits.transpose(1, 2), tokens[:, 1:], reduction="none")
    loss = (losses * mask[:, 1:]).sum() / mask[:, 1:].sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
