# rule: float-index
# The rows of a batch are chosen by positions that a division has made floating numbers.

import torch
from torch import nn


def every_third(count):
    positions = torch.arange(0.0, count, 3.0)
    return positions


def pick(x, y):
    chosen = every_third(64)
    return x[chosen], y[chosen]
#            ^^^^^^ error: ...
#                       ^^^^^^ error: ...


def train(model, x, y, steps=5):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    x = torch.randn(64, 6)
    y = torch.randint(0, 2, (64,))
    x, y = pick(x, y)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
    print(train(model, x, y))


if __name__ == "__main__":
    main()
