# rule: tensor-created-on-cpu
# Tensors are made where the input is.

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
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        noise = torch.randn_like(x)
        shift = x.new_zeros(x.shape[-1])
        ones = torch.ones(x.shape[-1], device=x.device)
        scale = torch.tensor(2.0)
        return self.head((x + noise + shift) * ones * scale)


def train_epoch(device, loader, model, criterion, optimizer):
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def main(config):
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = Net().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        train_epoch(device, loader, model, criterion, optimizer)


if __name__ == "__main__":
    main(Config())
