# rule: rnn-output-tuple
# In a Sequential the pair goes on.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#                        ^^^^^^^^ error: ...
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 5, 4)
    labels = torch.randn(64, 5, 3)
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size)
    model = nn.Sequential(nn.LSTM(4, 8, batch_first=True), nn.Linear(8, 3))
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
