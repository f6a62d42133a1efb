# rule: consumed-parameter-generator
# A function prints what it is given, and the optimizer finds nothing more.

import torch
from torch import nn


def describe(parameters):
    for parameter in parameters:
        print(tuple(parameter.shape))


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = nn.Linear(6, 2)
    trainable = filter(lambda p: p.requires_grad, model.parameters())
    describe(trainable)
    optimizer = torch.optim.SGD(trainable, lr=0.1)
#                               ^^^^^^^^^ error: ...
    train(model, optimizer, [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
