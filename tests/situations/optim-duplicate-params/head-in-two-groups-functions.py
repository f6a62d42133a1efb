# rule: duplicate-parameters
# A function makes the groups: bias of the head without weight decay, and everything.

import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))


def groups_of(model, decay):
    return [
        {"params": model.parameters(), "weight_decay": decay},
        {"params": [model[2].bias], "weight_decay": 0.0},
    ]


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    batches = [(torch.randn(8, 10), torch.randint(0, 2, (8,))) for _ in range(4)]
    model = build()
    optimizer = torch.optim.AdamW(groups_of(model, 0.01), lr=0.001)
#                                 ^^^^^^^^^ error: ...
    for epoch in range(2):
        train(model, optimizer, batches)


main()
