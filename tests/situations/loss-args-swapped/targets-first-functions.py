# rule: swapped-loss-arguments
# The loss gets the targets first, and then the output.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_loader(count=64):
    features = torch.randn(count, 6)
    targets = torch.randint(0, 3, (count,))
    return DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)


def train(model, loader, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        output = model(x)
        loss = F.cross_entropy(y, output)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def main(epochs=2):
    loader = make_loader()
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(epochs):
        print(epoch, train(model, loader, optimizer))


if __name__ == "__main__":
    main()
