# rule: all-parameters-frozen
# A function freezes what it is given, and is given everything.

import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 2))


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = build()
    freeze(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
#                               ^^^^^^^^^^^^^^^^^^ error: ...
    train(model, optimizer, [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
