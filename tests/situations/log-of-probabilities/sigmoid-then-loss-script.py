# rule: unstable-log-probability
# A network ends with a sigmoid, and the loss takes its logarithm.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(200, 4)
labels = (features.sum(dim=1, keepdim=True) > 0).float()
loader = DataLoader(TensorDataset(features, labels), batch_size=20, shuffle=True)

model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        #                ^^^^^^^^ hint: `BCELoss` gets a sigmoid, which is exactly 0 or 1 for large scores: ...
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
