# rule: layer-built-in-forward
# The last layer is built where it is used.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.hidden = hidden
        self.body = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU())

    def forward(self, x):
        x = self.body(x)
        return nn.Linear(self.hidden, 1)(x)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^ this layer is a new one at each call: its parameters are random, and no optimizer trains them


features = torch.randn(64, 8)
targets = features.mean(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)

model = Regressor(8, 16)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
