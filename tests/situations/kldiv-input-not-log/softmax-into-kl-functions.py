# rule: probabilities-into-kl-div
# The divergence wants logarithms of probabilities, and gets probabilities.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_loader(count=64):
    features = torch.randn(count, 6)
    targets = torch.rand(count, 3).softmax(dim=1)
    return DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)


def train(model, loader, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        output = torch.softmax(model(x), dim=1)
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss = F.kl_div(output, y, reduction="batchmean")
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
