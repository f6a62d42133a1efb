# rule: no-registered-parameters
# A model without layers that has a parameter, and one that inherits its layers.

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter("scale", nn.Parameter(torch.ones(1)))

    def forward(self, x):
        return x * self.scale


class Steep(nn.Linear):
    def forward(self, x):
        return super().forward(x) * 10


for model in (Scale(), Steep(4, 4)):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for step in range(3):
        optimizer.zero_grad()
        model(torch.randn(2, 4)).pow(2).mean().backward()
        optimizer.step()
