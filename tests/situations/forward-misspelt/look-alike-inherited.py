# rule: misspelt-forward
# Both `forward` and the layers come from base classes; another class only holds layers.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 1)

    def forward(self, x):
        return self.body(self.prepare(x))

    def prepare(self, x):
        return x


class Normed(Base):
    def prepare(self, x):
        return (x - x.mean()) / x.std()


class Bag(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = Normed()
        self.spare = nn.Linear(2, 2)


def make_loader(batch_size=16):
    features = torch.randn(64, 8)
    return DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=batch_size)


def train_epoch(model, loader, criterion, optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def main(epochs=2):
    model = Bag().main
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for epoch in range(epochs):
        print(epoch, train_epoch(model, make_loader(), nn.MSELoss(), optimizer))


if __name__ == "__main__":
    main()
