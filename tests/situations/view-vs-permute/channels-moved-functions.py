# rule: view-instead-of-permute
# Images with the colours last are seen as if they came first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=4):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.head = nn.Linear(8, classes)

    def forward(self, images):
        b, h, w, c = images.shape
        x = images.view(b, c, h, w)
    #       ^^^^^^^^^^^^^^^^^^^^^^^ warning: `view` does not turn dimensions: ...
        return self.head(torch.relu(self.conv(x)).mean(dim=(2, 3)))


def load():
    inputs = torch.rand(64, 12, 16, 3)
    targets = torch.randint(0, 4, (64,))
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
