# rule: batchnorm-single-sample
# One example is left over, and dropped; evaluation sees it, in eval mode.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.randn(129, 6), torch.randn(129, 1))
train_loader = DataLoader(dataset, batch_size=32, shuffle=True, drop_last=True)
test_loader = DataLoader(dataset, batch_size=32)
model = nn.Sequential(nn.Linear(6, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(3):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in test_loader:
            total += nn.functional.mse_loss(model(x), y, reduction="sum").item()
    print(epoch, total / len(dataset))
