# rule: not-parameters
# The parentheses behind `parameters` are missing.

import torch
from torch import nn


def configure(model, lr):
    return torch.optim.SGD(model.parameters, lr=lr)
#                          ^^^^^^^^^^^^^^^^ error: ...


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = nn.Linear(6, 2)
    train(model, configure(model, 0.1), [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
