# rule: numpy-on-grad-tensor
# The predictions still need gradients.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return inputs, loader, model, criterion, optimizer


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    inputs, loader, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)
        predictions = model(inputs).numpy()
#                     ^^^^^^^^^^^^^^^^^^^^^ error: ...
        print(epoch, predictions.mean())


if __name__ == "__main__":
    main()
