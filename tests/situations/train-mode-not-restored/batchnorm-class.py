# rule: train-mode-not-restored
# From the second epoch on batch norm keeps its statistics.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, inputs, labels, loader, model, criterion, optimizer, best):
        self.inputs = inputs
        self.labels = labels
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer
        self.best = best

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
#                             ^^^^^^^^^^^^^ error: ...
        loss.backward()
        self.optimizer.step()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def evaluate(self):
        self.model.eval()
        with torch.no_grad():
            accuracy = (self.model(self.inputs).argmax(dim=1) == self.labels).float().mean().item()
        return accuracy

    def fit(self):
        for epoch in range(3):
            self.train_epoch()
            accuracy = self.evaluate()
            self.best = max(self.best, accuracy)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    best = 0.0
    Trainer(inputs, labels, loader, model, criterion, optimizer, best).fit()


if __name__ == "__main__":
    main()
