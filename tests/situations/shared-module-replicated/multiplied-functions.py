# rule: replicated-layer
# A function stacks blocks by multiplying a list that holds one.

import torch
from torch import nn


def conv_block(channels):
    return nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU())


def build(channels, depth):
    body = nn.Sequential(*[conv_block(channels)] * depth)
#                         ^ warning: ...
    return nn.Sequential(nn.Conv2d(3, channels, 3), body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 2))


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = build(channels=8, depth=3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    train(model, optimizer, [(torch.randn(4, 3, 16, 16), torch.randint(0, 2, (4,))) for _ in range(3)])


main()
