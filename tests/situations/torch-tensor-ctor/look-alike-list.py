# rule: ambiguous-tensor-constructor
# A list is data, and a tensor stays itself.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, temperature, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x) / temperature, y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    weights = torch.Tensor([1, 2, 3])
    same = torch.as_tensor(weights)
    temperature = torch.tensor(5.0, requires_grad=True)
    criterion = nn.CrossEntropyLoss(weight=same)
    optimizer = optim.SGD([*model.parameters(), temperature], lr=config.lr)
    for epoch in range(config.epochs):
        train_epoch(loader, model, temperature, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
