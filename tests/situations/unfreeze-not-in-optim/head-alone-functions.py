# rule: unfrozen-not-optimized
# The optimizer was built for the head alone.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    model.body.requires_grad_(False)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.head.parameters(), lr=0.01)
    return loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    loader, model, criterion, optimizer = build()
    for epoch in range(3):
        if epoch >= 1:
            model.body.requires_grad_(True)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
