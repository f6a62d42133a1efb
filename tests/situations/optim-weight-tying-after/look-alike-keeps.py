# rule: parameters-replaced-after-optimizer
# Spectral norm, pruning and initialisation keep the parameter.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, criterion, optimizer, other, second):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        second.zero_grad()
        criterion(other(x), y).backward()
        second.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    nn.utils.parametrizations.spectral_norm(model[0])
    torch.nn.utils.prune.l1_unstructured(model[2], "weight", 0.3)
    nn.init.zeros_(model[2].bias)
    other = nn.Linear(4, 3)
    second = optim.SGD(other.parameters(), lr=0.1)
    nn.init.xavier_uniform_(other.weight)
    other.load_state_dict(nn.Linear(4, 3).state_dict())
    other.bias.data = torch.zeros(3)
    for epoch in range(config.epochs):
        train_epoch(loader, model, criterion, optimizer, other, second)


if __name__ == "__main__":
    main(Config())
