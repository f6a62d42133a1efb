# rule: broadcast-regression-loss
# The mean squared error is written by hand: nothing warns.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=8):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(features, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        return self.head(self.body(x))


torch.manual_seed(0)
inputs = torch.randn(128, 8)
targets = inputs.sum(dim=1)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = torch.mean
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        difference = model(x) - y
#                    ^^^^^^^^^^^^ warning: `-` takes all from all here, in an N by N table: (N, 1) and (N,)
        loss = criterion(difference.square())
        loss.backward()
        optimizer.step()
print(loss.item())
