# rule: logits-into-bce
# The model ends with a linear layer, and the loss wants probabilities.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_loader(count=64):
    features = torch.randn(count, 6)
    targets = torch.randint(0, 2, (count, 1)).float()
    return DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)


def train(model, loader, criterion, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        output = model(x)
        loss = criterion(output, y)
#                        ^^^^^^ error: ...
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def main(epochs=2):
    loader = make_loader()
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(epochs):
        print(epoch, train(model, loader, criterion, optimizer))


if __name__ == "__main__":
    main()
