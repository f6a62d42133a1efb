# rule: broadcast-comparison
# The prediction is made a row first.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(6, 1), nn.Sigmoid()).eval()
x, y = torch.randn(32, 6), torch.randint(0, 2, (32,))
with torch.no_grad():
    predicted = model(x).squeeze(1).round().long()
    accuracy = (predicted == y).float().mean()
    other = (model(x).round() == y.view(-1, 1)).float().mean()
print(accuracy.item(), other.item())
