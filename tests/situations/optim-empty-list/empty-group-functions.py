# rule: empty-parameter-list
# A group without parameters is accepted.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


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
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam([{"params": []}], lr=1e-3)
#                          ^^^^^^^^^^^^^^^^ warning: ...
    train(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
