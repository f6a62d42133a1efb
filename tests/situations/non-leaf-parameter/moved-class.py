# rule: non-leaf-parameter
# On a GPU the tensor is moved, and no leaf any more.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, device, loader, weights, criterion, optimizer):
        self.device = device
        self.loader = loader
        self.weights = weights
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
        self.optimizer.zero_grad()
        loss = self.criterion(x @ self.weights, y)
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
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    weights = torch.randn(4, 3, requires_grad=True).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([weights], lr=0.05)
#                         ^^^^^^^^^ warning: ...
    Trainer(device, loader, weights, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
