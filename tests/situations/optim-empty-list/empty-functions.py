# rule: empty-parameter-list
# A function makes the optimizer of an empty list.

import torch
from torch import nn


def configure(lr):
    parameters = []
    return torch.optim.SGD(parameters, lr=lr)
#                          ^^^^^^^^^^ error: ...


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = nn.Linear(6, 2)
    train(model, configure(0.1), [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
