# rule: freeze-without-effect
# The flag is set on the children, which are modules.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(loader, model, criterion):
    for child in model.children():
        child.requires_grad = False
#       ^^^^^^^^^^^^^^^^^^^ error: ...
    model[2] = nn.Linear(16, 3)
    optimizer = optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        print(epoch, loss.item())


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    train(loader, model, criterion)


if __name__ == "__main__":
    main()
