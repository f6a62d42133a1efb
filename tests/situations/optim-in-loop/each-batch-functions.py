# rule: optimizer-rebuilt-in-loop
# Each batch has a new optimizer.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.01
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, criterion):
    for x, y in loader:
        optimizer = optim.Adam(model.parameters(), lr=0.01)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    for epoch in range(config.epochs):
        loss = train_epoch(loader, model, criterion)
        print(epoch, loss.item())


if __name__ == "__main__":
    main(Config())
