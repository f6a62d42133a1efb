# rule: frozen-batchnorm-updates
# The frozen network is in eval mode from the start, and its features are computed once.

import torch
from torch import nn

network = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU())
for p in network.parameters():
    p.requires_grad = False
network.eval()

inputs, targets = torch.randn(64, 8), torch.randn(64, 1)
with torch.no_grad():
    features = network(inputs)

head = nn.Linear(16, 1)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(20):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(head(features), targets)
    loss.backward()
    optimizer.step()
print(loss.item())
