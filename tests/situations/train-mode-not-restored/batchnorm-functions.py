# rule: train-mode-not-restored
# From the second epoch on batch norm keeps its statistics.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    best = 0.0
    return inputs, labels, loader, model, criterion, optimizer, best


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
#                    ^^^^^^^^ error: ...
    loss.backward()
    optimizer.step()


def evaluate(inputs, labels, model):
    model.eval()
    with torch.no_grad():
        accuracy = (model(inputs).argmax(dim=1) == labels).float().mean().item()
    return accuracy


def main():
    inputs, labels, loader, model, criterion, optimizer, best = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)
        accuracy = evaluate(inputs, labels, model)
        best = max(best, accuracy)


if __name__ == "__main__":
    main()
