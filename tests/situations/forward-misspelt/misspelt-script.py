# rule: misspelt-forward
# A letter of `forward` is missing.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU())
        self.head = nn.Linear(hidden, 1)

    def foward(self, x):
  # ^^^^^^^^^^^^^^^^^^^^ `Regressor` has no `forward`, only `foward`: calling it raises `NotImplementedError`
        return self.head(self.body(x))


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
