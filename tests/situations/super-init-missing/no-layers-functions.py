# rule: missing-super-init
# Without layers it fails where it is used.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


class Scale(nn.Module):
    def __init__(self, factor):
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        self.factor = factor

    def forward(self, x):
        return x * self.factor


def train_epoch(loader, model, scale, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(scale(model(x)), y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
    scale = Scale(2.0)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, scale, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
