# rule: shadowed-module-attribute
# A name with a dot is refused.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        for number in range(2):
            self.add_module("layer.0", nn.Linear(4, 4))
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        return self.head(x)


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
