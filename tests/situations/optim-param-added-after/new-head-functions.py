# rule: parameter-added-after-optimizer
# A function appends a layer to the model that is being trained.

import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(6, 12), nn.ReLU())


def extend(model, classes):
    model.append(nn.Linear(12, classes))
#   ^^^^^ error: ...


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = build()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    extend(model, 3)
    train(model, optimizer, [(torch.randn(8, 6), torch.randint(0, 3, (8,))) for _ in range(4)])


main()
