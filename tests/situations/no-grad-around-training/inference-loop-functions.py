# rule: training-without-gradients
# The whole step is in inference mode.

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
    return loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, x, y):
    with torch.inference_mode():
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()


def main():
    loader, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
