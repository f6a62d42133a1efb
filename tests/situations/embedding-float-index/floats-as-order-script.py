# rule: float-index
# The permutation was made a float.

from dataclasses import dataclass

import torch
from torch import nn, optim


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    order = torch.randperm(64).float()
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        optimizer.zero_grad()
        x, y = inputs[order], labels[order]
#                     ^^^^^ error: ...
#                                    ^^^^^ error: ...
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
