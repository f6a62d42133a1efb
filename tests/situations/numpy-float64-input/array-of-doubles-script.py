# rule: double-precision-input
# The data comes from NumPy, which computes in double precision.

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

generator = np.random.default_rng(0)
features = np.random.normal(size=(64, 6))
features = (features - 0.5) / 2.0
targets = np.zeros((64, 1), dtype=np.float32)
loader = DataLoader(TensorDataset(torch.from_numpy(features), torch.from_numpy(targets)), batch_size=16)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        prediction = model(x)
#                          ^ error: ...
        loss = criterion(prediction, y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
