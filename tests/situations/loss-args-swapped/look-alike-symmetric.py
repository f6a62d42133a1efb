# rule: swapped-loss-arguments
# It does not matter for a distance which comes first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_loader(count=64):
    features = torch.randn(count, 6)
    targets = torch.randn(count, 1)
    return DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)


def train(model, loader, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        output = model(x)
        loss = (y - output).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def main(epochs=2):
    loader = make_loader()
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(epochs):
        print(epoch, train(model, loader, optimizer))


if __name__ == "__main__":
    main()
