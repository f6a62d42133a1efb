# rule: layer-size-mismatch
# Two convolutions of a sequence do not fit together.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build():
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `nn.Conv2d` raises here: it takes 16 channels, and its input has 8: ...
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 5),
    )


def load():
    inputs = torch.randn(64, 3, 16, 16)
    targets = torch.randint(0, 5, (64,))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
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
