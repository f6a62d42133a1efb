# rule: loss-graph-accumulated
# One function returns what is detached, another the loss that its caller adds up for one backward pass.

import torch
from torch import nn

torch.manual_seed(0)
features = torch.randn(64, 6)
labels = torch.randint(0, 3, (64,))
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def loss_of(x, y):
    return criterion(model(x), y)


def train_batch(x, y):
    optimizer.zero_grad()
    loss = loss_of(x, y)
    loss.backward()
    optimizer.step()
    return loss.detach()


for epoch in range(3):
    total = torch.zeros(())
    for x, y in zip(features.split(16), labels.split(16)):
        total += train_batch(x, y)
    whole = 0
    for x, y in zip(features.split(16), labels.split(16)):
        whole = whole + loss_of(x, y)
    optimizer.zero_grad()
    whole.backward()
    optimizer.step()
    print(epoch, total.item(), whole.item())
