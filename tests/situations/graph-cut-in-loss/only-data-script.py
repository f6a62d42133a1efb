# rule: graph-cut-before-backward
# `.data` has no history.

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
    targets = inputs.sum(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x).data, y)
            loss.backward()
#           ^^^^^^^^^^^^^^^ error: ...
            optimizer.step()
