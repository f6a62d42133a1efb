# rule: not-parameters
# A single tensor is given.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(loader, weights, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(x @ weights, y)
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    weights = torch.zeros(4, 3, requires_grad=True)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(weights, lr=0.05)
#                         ^^^^^^^ error: ...
    train(loader, weights, criterion, optimizer)


if __name__ == "__main__":
    main()
