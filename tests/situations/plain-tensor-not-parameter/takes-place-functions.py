# rule: tensor-not-parameter
# A function that initialises the last layer sets its weights to a plain tensor.

import torch
from torch import nn


def build(features, classes):
    body = nn.Sequential(nn.Linear(features, 32), nn.ReLU())
    head = nn.Linear(32, classes)
    return body, head


def initialise(layer, scale=0.01):
    layer.weight = torch.randn(4, 32) * scale
#   ^^^^^^^^^^^^ error: ...
    nn.init.zeros_(layer.bias)


def main():
    body, head = build(8, 4)
    initialise(head)
    model = nn.Sequential(body, head)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    inputs, targets = torch.randn(64, 8), torch.randint(0, 4, (64,))
    for step in range(10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs), targets).backward()
        optimizer.step()


main()
