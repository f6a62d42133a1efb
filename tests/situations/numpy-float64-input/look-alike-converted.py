# rule: double-precision-input
# All that comes from NumPy is of single precision before the model gets it, in one way or another.

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = np.random.rand(64, 6).astype(np.float32)
targets = torch.from_numpy(np.random.rand(64, 1)).float()
loader = DataLoader(TensorDataset(torch.from_numpy(features), targets), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
model.eval()
with torch.no_grad():
    print(model(torch.tensor(np.random.rand(2, 6), dtype=torch.float32)).tolist())
    print(model(torch.Tensor(np.ones((2, 6)))).tolist())
    print(model.double()(torch.from_numpy(np.ones((2, 6)))).tolist())
