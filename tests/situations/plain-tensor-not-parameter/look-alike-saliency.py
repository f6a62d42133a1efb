# rule: tensor-not-parameter
# The gradient of the offset is read, and the offset is not meant to be learned.

import torch
from torch import nn


class Probe(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.offset = torch.zeros(size, requires_grad=True)
        self.body = nn.Linear(size, 1)

    def forward(self, x):
        return self.body(x + self.offset)

    def sensitivity(self, x):
        self.zero_grad()
        self.offset.grad = None
        self(x).sum().backward()
        return self.offset.grad.abs()


probe = Probe(8)
print(probe.sensitivity(torch.randn(4, 8)))
