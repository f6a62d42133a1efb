# rule: broadcast-comparison
# Thresholded outputs of one unit against labels without that dimension.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, outputs=1):
        super().__init__()
        self.hidden = nn.Linear(features, 16)
        self.out = nn.Linear(16, outputs)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


def load():
    inputs = torch.randn(64, 6)
    targets = (inputs.sum(dim=1) > 0).float()
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    output = model(x)
    loss = criterion(output, y.unsqueeze(1))
    predicted = (torch.sigmoid(output) > 0.5).float()
    correct = (predicted == y).sum().item()
#              ^^^^^^^^^^^^^^ warning: `==` compares all with all here: ...
    print(correct / len(y))
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
    fit(Net(), load(), nn.BCEWithLogitsLoss(), epochs=2)
