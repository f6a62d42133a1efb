# rule: optimizer-rebuilt-in-loop
# Each batch has a new optimizer.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, model, criterion):
        self.loader = loader
        self.model = model
        self.criterion = criterion

    def train_step(self, x, y):
        optimizer = optim.Adam(self.model.parameters(), lr=0.01)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    def train_epoch(self):
        for x, y in self.loader:
            loss = self.train_step(x, y)
        return loss

    def fit(self):
        for epoch in range(3):
            loss = self.train_epoch()
            print(epoch, loss.item())


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    Trainer(loader, model, criterion).fit()


if __name__ == "__main__":
    main()
