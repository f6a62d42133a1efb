# rule: cross-entropy-shape
# One output unit, and a loss for several classes.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(6, 12)
        self.out = nn.Linear(12, 1)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))


def load():
    inputs = torch.randn(64, 6)
    targets = torch.zeros(64, dtype=torch.long)
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
#          ^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` is always 0 here: its input has one class only, (N, 1)
    return loss


def fit(model, loader, criterion, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = step(model, criterion, x, y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(epoch, total / len(loader))


if __name__ == "__main__":
    fit(Net(), load(), nn.CrossEntropyLoss(), epochs=2)
