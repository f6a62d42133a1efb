# rule: empty-parameter-list
# The list is filled before, or the group added later.

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
    params = []
    for layer in model:
        params.extend(layer.parameters())
    optimizer = optim.SGD(params, lr=0.1)
    late = optim.SGD([{"params": []}], lr=0.1)
    return loader, model, criterion, optimizer, late


def train_step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    loader, model, criterion, optimizer, late = build()
    late.add_param_group({"params": list(model[0].parameters())})
    for epoch in range(3):
        for x, y in loader:
            train_step(model, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
