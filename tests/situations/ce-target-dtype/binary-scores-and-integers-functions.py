# rule: cross-entropy-target-dtype
# The binary loss wants floats.

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


def train_epoch(loader, model, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(x), y)
#                                                           ^ error: ...
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).long()
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(loader, model, optimizer)


if __name__ == "__main__":
    main(Config())
