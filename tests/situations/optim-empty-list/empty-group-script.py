# rule: empty-parameter-list
# A group without parameters is accepted.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.01
    batch_size: int = 16
    epochs: int = 3


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam([{"params": []}], lr=1e-3)
#                          ^^^^^^^^^^^^^^^^ warning: ...
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
