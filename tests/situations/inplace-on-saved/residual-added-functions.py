# rule: in-place-on-saved-tensor
# A residual is added in place to what an activation has given.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv1d(width, width, 3, padding=1)
        self.norm = nn.BatchNorm1d(width)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        out = self.relu(self.norm(self.conv(x)))
        out += x
#       ^^^^^^^^ error: ...
        return out


def build(width):
    return nn.Sequential(nn.Conv1d(1, width, 3), Residual(width), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(width, 2))


def train(model, loader, optimizer, criterion):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 1, 20)
    loader = DataLoader(TensorDataset(inputs, (inputs.mean((1, 2)) > 0).long()), batch_size=16)
    model = build(8)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        print(epoch, train(model, loader, optimizer, nn.CrossEntropyLoss()))


if __name__ == "__main__":
    main()
