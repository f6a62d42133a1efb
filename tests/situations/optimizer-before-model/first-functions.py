# rule: optimizer-before-model
# In the main function the two lines are the wrong way round.

import torch
from torch import nn


def build():
    return nn.Linear(6, 2)


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
#                               ^^^^^ error: ...
    model = build()
    train(model, optimizer, [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
