# rule: backward-twice
# The loss was computed once, before the loop.

import torch
from torch import nn, optim


def train(inputs, labels, model, criterion, optimizer):
    loss = criterion(model(inputs), labels)
    for epoch in range(3):
        optimizer.zero_grad()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(inputs, labels, model, criterion, optimizer)


if __name__ == "__main__":
    main()
