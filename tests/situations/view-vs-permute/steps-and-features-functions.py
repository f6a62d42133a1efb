# rule: view-instead-of-permute
# Steps and features of a sequence are swapped by a reshape.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, classes=3):
        super().__init__()
        self.conv = nn.Conv1d(features, 8, 3)
        self.head = nn.Linear(8, classes)

    def forward(self, x):
        x = x.reshape(x.size(0), x.size(2), x.size(1))
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `reshape` does not turn dimensions: ...
        return self.head(self.conv(x).amax(dim=-1))


def load():
    inputs = torch.randn(64, 20, 6)
    targets = torch.randint(0, 3, (64,))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
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
