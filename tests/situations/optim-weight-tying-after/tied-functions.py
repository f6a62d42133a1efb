# rule: parameters-replaced-after-optimizer
# A function initialises the last layer with a new parameter, too late.

import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 2))


def initialise(layer):
    layer.weight = nn.Parameter(torch.randn(2, 12) * 0.01)
#   ^^^^^^^^^^^^ error: ...


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = build()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    initialise(model[2])
    train(model, optimizer, [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
