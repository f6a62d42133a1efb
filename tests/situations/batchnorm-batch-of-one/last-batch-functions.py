# rule: batchnorm-single-sample
# The loader is made by a function, from 257 examples.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.body = nn.Linear(size, 32)
        self.norm = nn.BatchNorm1d(32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        return self.head(torch.tanh(self.norm(self.body(x))))


def make_loader(features, targets, batch_size=64):
    return DataLoader(TensorDataset(features, targets), batch_size=batch_size)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the last batch has one example, as 257 = 4 * 64 + 1: ...


def train(model, loader, optimizer, epochs):
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()


def main():
    features = torch.randn(257, 6)
    loader = make_loader(features, features.norm(dim=1, keepdim=True))
    model = Regressor(6)
    train(model, loader, torch.optim.SGD(model.parameters(), lr=1e-2), epochs=2)


main()
