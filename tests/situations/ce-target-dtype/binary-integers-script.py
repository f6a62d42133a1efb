# rule: cross-entropy-target-dtype
# The binary loss wants floats.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 2, (64, 1))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
criterion = nn.BCELoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#                                  ^ error: ...
        loss.backward()
        optimizer.step()
