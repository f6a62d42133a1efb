# rule: unfrozen-not-optimized
# Functions freeze and unfreeze; the optimizer keeps what was trainable at first.

import torch
from torch import nn


def freeze(module):
    module.requires_grad_(False)


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    batches = [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)]
    backbone = nn.Linear(6, 12)
    model = nn.Sequential(backbone, nn.ReLU(), nn.Linear(12, 2))
    freeze(backbone)
    optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1)
    train(model, optimizer, batches)
    backbone.requires_grad_(True)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    train(model, optimizer, batches)


main()
