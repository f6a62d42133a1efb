# rule: not-parameters
# Layers stand in the list, not parameters.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    encoder = nn.Linear(4, 16)
    head = nn.Linear(16, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([encoder, head], lr=0.05)
#                         ^^^^^^^^^^^^^^^ error: ...
    return loader, encoder, head, criterion, optimizer


def train_step(encoder, head, criterion, optimizer, x, y):
    optimizer.zero_grad()
    loss = criterion(head(torch.relu(encoder(x))), y)
    loss.backward()
    optimizer.step()


def main():
    loader, encoder, head, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(encoder, head, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
