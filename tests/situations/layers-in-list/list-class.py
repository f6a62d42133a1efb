# rule: unregistered-layers
# Layers are appended to a list in the constructor.

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = []
#       ^^^^^^^^^^^ error: ...
        for before, after in zip(sizes, sizes[1:]):
            self.layers.append(nn.Linear(before, after))
        self.out = nn.Linear(sizes[-1], 1)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x).tanh()
        return self.out(x)


class Trainer:
    def __init__(self):
        self.model = Tower([6, 12, 8])
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.model(x).pow(2).mean().backward()
            self.optimizer.step()


Trainer().fit([torch.randn(4, 6) for _ in range(3)])
