# rule: method-not-called
# The mode is named.

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
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.body(x))))


def train_epoch(loader, model, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    model.train
#   ^^^^^^^^^^^ error: ...
    for epoch in range(config.epochs):
        train_epoch(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
