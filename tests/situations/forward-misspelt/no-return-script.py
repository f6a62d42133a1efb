# rule: misspelt-forward
# `forward` computes the output and does not return it.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.fc1 = nn.Linear(inputs, 32)
        self.fc2 = nn.Linear(32, 1)

    def forward(self, x):
  # ^^^^^^^^^^^^^^^^^^^^^ `forward` of `Regressor` has no `return`: calling it gives `None`
        x = torch.relu(self.fc1(x))
        x = self.fc2(x)


features = torch.randn(64, 8)
targets = features.mean(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)

model = Regressor(8)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
