# rule: cross-entropy-shape
# The labels come as a column.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build(classes=4):
    return nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, classes))


torch.manual_seed(0)
inputs = torch.randn(64, 10)
targets = torch.randint(0, 4, (64, 1))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = build()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#              ^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (N, 4) it takes a target of (N,), not (N, 1)
        loss.backward()
        optimizer.step()
print(loss.item())
