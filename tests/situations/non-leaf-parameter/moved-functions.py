# rule: non-leaf-parameter
# On a GPU the tensor is moved, and no leaf any more.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(device, loader, weights, criterion, optimizer):
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(x @ weights, y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    weights = torch.randn(4, 3, requires_grad=True).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([weights], lr=config.lr)
#                         ^^^^^^^^^ warning: ...
    for epoch in range(config.epochs):
        train_epoch(device, loader, weights, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
