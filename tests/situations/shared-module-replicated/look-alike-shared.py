# rule: replicated-layer
# One layer is applied several times, and its name says so.

import torch
from torch import nn


class Recurrent(nn.Module):
    def __init__(self, size, steps):
        super().__init__()
        shared = nn.Linear(size, size)
        self.shared_layers = nn.ModuleList([shared] * steps)
        self.out = nn.Linear(size, 1)

    def forward(self, x):
        for layer in self.shared_layers:
            x = torch.tanh(layer(x))
        return self.out(x)


model = Recurrent(8, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(4, 8)).pow(2).mean().backward()
    optimizer.step()
