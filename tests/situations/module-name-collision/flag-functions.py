# rule: shadowed-module-attribute
# The module keeps its settings under `parameters`, which the optimizer asks for.

import torch
from torch import nn


class Regressor(nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.parameters = {"features": features, "width": width}
#       ^^^^^^^^^^^^^^^ error: ...
        self.net = nn.Sequential(nn.Linear(features, width), nn.Tanh(), nn.Linear(width, 1))

    def forward(self, x):
        return self.net(x)


def configure(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        (model(x) - y).pow(2).mean().backward()
        optimizer.step()


def main():
    model = Regressor(4, 8)
    train(model, configure(model, 0.1), [(torch.randn(4, 4), torch.randn(4, 1)) for _ in range(3)])


main()
