# rule: cross-entropy-shape
# The labels come as a column.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build(classes=4):
    return nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, classes))


def load():
    inputs = torch.randn(64, 10)
    targets = torch.randint(0, 4, (64, 1))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
#          ^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (N, 4) it takes a target of (N,), not (N, 1)
    return loss


def fit(model, loader, criterion, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = step(model, criterion, x, y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(epoch, total / len(loader))


if __name__ == "__main__":
    fit(build(), load(), nn.CrossEntropyLoss(), epochs=2)
