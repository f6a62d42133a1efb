# rule: layer-size-mismatch
# The size of the flattened feature map forgets that convolutions without padding shrink the image.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.head = nn.Linear(32 * 7 * 7, classes)

    def forward(self, x):
        x = self.features(x)
        return self.head(x.view(x.size(0), -1))
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self.head` raises here: it takes 1568 features, and its input has 800: ...


def load():
    inputs = torch.randn(64, 1, 28, 28)
    targets = torch.randint(0, 10, (64,))
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
