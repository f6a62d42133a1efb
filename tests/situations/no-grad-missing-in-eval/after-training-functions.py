# rule: evaluation-with-gradients
# The test loop keeps graphs.

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
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    return inputs, loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    inputs, loader, model, criterion, optimizer = build()
    for epoch in range(3):
        model.train()
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)
    model.eval()
    correct = 0
    for x, y in loader:
        predicted = model(x).argmax(dim=1)
#                   ^^^^^^^^ warning: ...
        correct += (predicted == y).sum().item()
    print("accuracy", correct / len(inputs))


if __name__ == "__main__":
    main()
