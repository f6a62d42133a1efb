# rule: broadcast-regression-loss
# The output is made a row first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1)
model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for x, y in DataLoader(TensorDataset(inputs, targets), batch_size=8):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x).squeeze(-1), y)
    loss.backward()
    optimizer.step()
