# rule: optimizer-before-device-move
# The model changes its type between two phases, the optimizer has a state already.

from dataclasses import dataclass

import torch
from torch import nn, optim


@dataclass
class Config:
    lr: float = 0.01
    batch_size: int = 16
    epochs: int = 3


def one_pass(model, optimizer, criterion, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=config.lr)
    one_pass(model, optimizer, criterion, inputs, labels)
    model.double()
#   ^^^^^^^^^^^^^^ error: ...
    one_pass(model, optimizer, criterion, inputs.double(), labels)
