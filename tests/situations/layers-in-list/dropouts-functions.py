# rule: unregistered-layers
# Dropout in a list never hears of the mode.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 16)
        self.drops = [nn.Dropout(0.2), nn.Dropout(0.5)]
#       ^^^^^^^^^^ warning: ...
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        x = torch.relu(self.body(x))
        return sum(self.head(drop(x)) for drop in self.drops) / len(self.drops)


def evaluate(inputs, labels, model, criterion):
    model.eval()
    with torch.no_grad():
        total = criterion(model(inputs), labels).item()
    model.train()
    return total


def train(inputs, labels, loader, model, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        total = evaluate(inputs, labels, model, criterion)
        print(epoch, total)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(inputs, labels, loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
