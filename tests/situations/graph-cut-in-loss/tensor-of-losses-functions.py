# rule: graph-cut-before-backward
# The losses are put into a new tensor.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    first = nn.Linear(4, 3)
    second = nn.Linear(4, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([*first.parameters(), *second.parameters()], lr=0.05)
    return loader, first, second, criterion, optimizer


def train_step(first, second, criterion, optimizer, x, y):
    optimizer.zero_grad()
    losses = [criterion(first(x), y), criterion(second(x), y)]
    loss = torch.tensor(losses).sum()
    loss.backward()
#   ^^^^^^^^^^^^^^^ error: ...
    optimizer.step()


def main():
    loader, first, second, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(first, second, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
