# rule: unstable-log-probability
# Counts are squeezed by a logarithm before training, and the loss takes logits.

import torch
from torch import nn

torch.manual_seed(0)
counts = torch.randint(0, 500, (64, 5)).float()
features = torch.log(1 + counts)
labels = (features.mean(dim=1, keepdim=True) > 4).float()
model = nn.Linear(5, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for step in range(30):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(model(features), labels)
    loss.backward()
    optimizer.step()
with torch.no_grad():
    growth = torch.exp(model(features)) - 1
print(loss.item(), growth.mean().item())
