# rule: loss-graph-accumulated
# Numbers are summed, or the sum goes backward.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return inputs, loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, total, kept, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss.item()
    kept += loss.detach()
    return total, kept


def main():
    inputs, loader, model, criterion, optimizer = build()
    for epoch in range(3):
        total = 0.0
        kept = 0.0
        whole = 0
        for part in inputs.split(16):
            whole = whole + model(part).pow(2).mean()
        optimizer.zero_grad()
        whole.backward()
        optimizer.step()
        for x, y in loader:
            total, kept = train_step(model, criterion, optimizer, total, kept, x, y)
        print(epoch, total, kept)


if __name__ == "__main__":
    main()
