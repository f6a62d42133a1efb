# rule: dropped-accumulation-remainder
# The last batch of each epoch is followed by a step, or one counter runs through all epochs.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(80, 6)
loader = DataLoader(TensorDataset(inputs, (inputs.sum(1) > 0).long()), batch_size=8, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
every = 4

for epoch in range(2):
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) / every
        loss.backward()
        if (i + 1) % every == 0 or i == len(loader) - 1:
            optimizer.step()
            optimizer.zero_grad()
    print(epoch, loss.item())

other = nn.Linear(6, 2)
other_optimizer = torch.optim.SGD(other.parameters(), lr=0.1)
seen = 0
for epoch in range(2):
    for x, y in loader:
        loss = criterion(other(x), y) / every
        loss.backward()
        seen += 1
        if seen % every == 0:
            other_optimizer.step()
            other_optimizer.zero_grad()
    print(epoch, loss.item())
