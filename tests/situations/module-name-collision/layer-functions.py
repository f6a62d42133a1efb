# rule: shadowed-module-attribute
# A function names layers after what they do, and one of the names is taken.

import torch
from torch import nn


def build(size):
    model = nn.Module()
    model.add_module("encoder", nn.Linear(size, 4))
    model.add_module("apply", nn.Linear(4, 1))
#   ^^^^^ error: ...
    return model


def train(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for x in batches:
        optimizer.zero_grad()
        model.encoder(x).mean().backward()
        optimizer.step()


train(build(8), [torch.randn(2, 8) for _ in range(3)])
