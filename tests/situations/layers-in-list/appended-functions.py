# rule: unregistered-layers
# Layers are appended to a plain list.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, sizes=(4, 16, 16, 3)):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.layers = []
#       ^^^^^^^^^^^ error: ...
        for size, following in zip(sizes, sizes[1:]):
            self.layers.append(nn.Linear(size, following))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x) * self.scale


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    loader, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
