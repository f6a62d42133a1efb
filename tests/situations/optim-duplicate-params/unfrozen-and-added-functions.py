# rule: duplicate-parameters
# Gradual unfreezing with an optimizer that has all layers from the start.

import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2))


def unfreeze(layer, optimizer, lr):
    layer.requires_grad_(True)
    optimizer.add_param_group({"params": layer.parameters(), "lr": lr})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ ...


def train(model, optimizer, inputs, targets, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs), targets).backward()
        optimizer.step()


def main():
    inputs, targets = torch.randn(32, 8), torch.randint(0, 2, (32,))
    model = build()
    model[0].requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, optimizer, inputs, targets, 5)
    unfreeze(model[0], optimizer, 0.01)
    train(model, optimizer, inputs, targets, 5)


main()
