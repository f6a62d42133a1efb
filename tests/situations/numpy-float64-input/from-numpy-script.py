# rule: double-precision-input
# NumPy's numbers are doubles.

import random

import numpy as np
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = np.random.rand(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(torch.from_numpy(features), labels), batch_size=16)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#                              ^ error: ...
        loss.backward()
        optimizer.step()
