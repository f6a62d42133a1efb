# rule: context-manager-not-entered
# `torch.no_grad()` is made before the evaluation and never entered.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for epoch in range(5):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()

model.eval()
torch.no_grad()
# ^^^^^^^^^^^^^ error: ...
total = 0.0
for x, y in loader:
    total += criterion(model(x), y).item()
print(total / len(loader))
