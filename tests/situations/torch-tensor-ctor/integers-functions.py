# rule: ambiguous-tensor-constructor
# Integers cannot have gradients.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(loader, model, scale, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x) * scale, y)
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    scale = torch.tensor([1, 2, 3], requires_grad=True)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([*model.parameters(), scale], lr=0.05)
    train(loader, model, scale, criterion, optimizer)


if __name__ == "__main__":
    main()
