# rule: numpy-on-grad-tensor
# The loss of each batch is kept for a plot, together with its gradients.

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(64, 6)
targets = features.sum(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
curve = []

for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        curve.append(loss.numpy())
#                    ^^^^^^^^^^^^ error: ...

print(np.mean(curve))
