# rule: rnn-output-tuple
# Attention gives a pair too.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = x + self.attention(x, x, x)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.head(x.mean(dim=1))


def train_epoch(loader, model, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 5, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size)
    model = Mixer()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
