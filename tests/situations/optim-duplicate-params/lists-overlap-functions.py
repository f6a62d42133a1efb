# rule: duplicate-parameters
# The lists overlap.

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


def train(loader, model, criterion):
    params = list(model.parameters()) + list(model.head.parameters())
    optimizer = optim.SGD(params, lr=0.05)
#                         ^^^^^^ warning: ...
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    train(loader, model, criterion)


if __name__ == "__main__":
    main()
