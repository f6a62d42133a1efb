# rule: empty-parameter-list
# A group without parameters is accepted.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, model, criterion, optimizer):
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
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
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam([{"params": []}], lr=1e-3)
#                          ^^^^^^^^^^^^^^^^ warning: ...
    Trainer(loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
