# rule: misspelt-forward
# The last line of `forward` is an expression.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, width=12):
        super().__init__()
        self.first = nn.Linear(8, width)
        self.second = nn.Linear(width, 1)

    def forward(self, x):
  # ^^^^^^^^^^^^^^^^^^^^^ `forward` of `Net` has no `return`: calling it gives `None`
        hidden = torch.tanh(self.first(x))
        self.second(hidden)


def make_loader(batch_size=16):
    features = torch.randn(64, 8)
    return DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=batch_size)


def train_epoch(model, loader, criterion, optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def main(epochs=2):
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for epoch in range(epochs):
        print(epoch, train_epoch(model, make_loader(), nn.MSELoss(), optimizer))


if __name__ == "__main__":
    main()
