# rule: probabilities-into-kl-div
# The first argument has no logarithm.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    loader = DataLoader(TensorDataset(inputs, torch.randn(64, 3)), batch_size=16)
    teacher = nn.Linear(4, 3)
    model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
#                                          ^^^^^^^^^^^^^^^^^ error: ...
    criterion = nn.KLDivLoss(reduction="batchmean")
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return loader, teacher, model, criterion, optimizer


def train_step(teacher, model, criterion, optimizer, x):
    with torch.no_grad():
        goal = teacher(x).softmax(dim=1)
    optimizer.zero_grad()
    loss = criterion(model(x), goal)
    loss.backward()
    optimizer.step()


def main():
    loader, teacher, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(teacher, model, criterion, optimizer, x)


if __name__ == "__main__":
    main()
