# rule: freeze-without-effect
# Parameters and methods freeze as they should.

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
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = Net()
    for child in model.body.children():
        child.requires_grad_(False)
    for p in model.body.parameters():
        p.requires_grad = False
    scale = torch.ones(3)
    scale.requires_grad = True
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([*model.head.parameters(), scale], lr=config.lr)
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x) * scale, y)
            loss.backward()
            optimizer.step()
