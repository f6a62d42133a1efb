# rule: unregistered-layers
# The list is unpacked, or made a ModuleList.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        size = 4
        for following in (16, 8):
            layers += [nn.Linear(size, following), nn.ReLU()]
            size = following
        self.parts = layers
        self.body = nn.Sequential(*layers)
        self.heads = [nn.Linear(8, 3), nn.Linear(8, 3)]
        self.heads = nn.ModuleList(self.heads)
        self.functions = [torch.relu, torch.tanh]

    def forward(self, x):
        x = self.body(x)
        for function in self.functions:
            x = function(x)
        return sum(head(x) for head in self.heads)


def train(loader, model, criterion, optimizer):
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
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
