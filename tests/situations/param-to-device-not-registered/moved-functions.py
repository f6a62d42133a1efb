# rule: unregistered-parameter
# The scale is halved after it became a parameter.

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size)) / 2
#       ^^^^^^^^^^ error: ...
        self.fc = nn.Linear(size, 1)

    def forward(self, x):
        return self.fc(x * self.scale.detach())


def build(size):
    return Scaled(size)


def train(model, optimizer, batches):
    for x in batches:
        optimizer.zero_grad()
        model(x).pow(2).mean().backward()
        optimizer.step()


def main():
    model = build(6)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, optimizer, [torch.randn(4, 6) for _ in range(3)])
    print([name for name, _ in model.named_parameters()])


main()
