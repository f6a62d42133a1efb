# rule: loss-class-called
# The layer is built and nothing comes of it.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, first, second, criterion, optimizer):
        self.loader = loader
        self.first = first
        self.second = second
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        hidden = self.first(x)
        activated = nn.ReLU(hidden)
#                   ^^^^^^^^^^^^^^^ error: ...
        loss = self.criterion(self.second(hidden), y)
        loss.backward()
        self.optimizer.step()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    first = nn.Linear(4, 16)
    second = nn.Linear(16, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([*first.parameters(), *second.parameters()], lr=0.05)
    Trainer(loader, first, second, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
