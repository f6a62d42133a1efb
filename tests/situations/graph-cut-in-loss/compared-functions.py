# rule: graph-cut-before-backward
# The flag hides that the loss hangs on nothing.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        predicted = model(x).argmax(dim=1)
        loss = (predicted != y).float().mean()
        loss.requires_grad = True
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, optimizer)


if __name__ == "__main__":
    main(Config())
