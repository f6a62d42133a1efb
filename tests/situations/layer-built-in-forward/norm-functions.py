# rule: layer-built-in-forward
# Batch norm is new in every call.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = self.conv(x)
        x = torch.relu(nn.BatchNorm2d(x.shape[1])(x))
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.head(x.mean(dim=(2, 3)))


def train_epoch(loader, model, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    images = torch.randn(32, 1, 8, 8)
    labels = torch.randint(0, 3, (32,))
    loader = DataLoader(TensorDataset(images, labels), batch_size=config.batch_size, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
