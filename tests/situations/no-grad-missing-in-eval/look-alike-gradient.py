# rule: evaluation-with-gradients
# Gradients are what is asked for.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    return sum((model(x).argmax(dim=1) == y).sum().item() for x, y in loader)


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
        self.model.train()
        for x, y in self.loader:
            self.train_step(x, y)

    def evaluate(self):
        hits = accuracy(self.model, self.loader)
        saliency = 0.0
        for x, y in self.loader:
            x = x.clone().requires_grad_(True)
            (g,) = torch.autograd.grad(self.model(x).sum(), x)
            saliency += g.abs().mean().item()
        return hits, saliency

    def fit(self):
        for epoch in range(3):
            self.train_epoch()
            hits, saliency = self.evaluate()
            print(epoch, hits, saliency)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    Trainer(loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
