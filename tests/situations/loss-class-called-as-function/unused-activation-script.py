# rule: loss-class-called
# The layer is built and nothing comes of it.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    first = nn.Linear(4, 16)
    second = nn.Linear(16, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([*first.parameters(), *second.parameters()], lr=config.lr)
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            hidden = first(x)
            activated = nn.ReLU(hidden)
#                       ^^^^^^^^^^^^^^^ error: ...
            loss = criterion(second(hidden), y)
            loss.backward()
            optimizer.step()
