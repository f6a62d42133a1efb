# rule: model-rebound-after-optimizer
# A function makes a fresh model after the optimizer was configured.

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
    net = build()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net = build()
#   ^^^ error: ...
    train(net, optimizer, [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])


main()
