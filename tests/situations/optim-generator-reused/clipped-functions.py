# rule: consumed-parameter-generator
# The generator has been used up by the optimizer when gradients are clipped.

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
    params = model.parameters()
    optimizer = optim.SGD(params, lr=0.05)
    return loader, model, criterion, params, optimizer


def train_step(model, criterion, params, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(params, 1.0)
#                            ^^^^^^ warning: ...
    optimizer.step()


def main():
    loader, model, criterion, params, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, params, optimizer, x, y)


if __name__ == "__main__":
    main()
