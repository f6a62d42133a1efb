# rule: parameter-added-after-optimizer
# The projection is built in the first forward pass; the optimizer was there before.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.body = nn.Linear(size, 12)
        self.projection = None

    def forward(self, x):
        hidden = self.body(x).relu()
        if self.projection is None:
            self.projection = nn.Linear(hidden.shape[1], 1)
#           ^^^^^^^^^^^^^^^ error: ...
        return self.projection(hidden)


class Trainer:
    def __init__(self):
        self.net = Net(6)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=1e-3)

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.net(x).pow(2).mean().backward()
            self.optimizer.step()


Trainer().fit([torch.randn(4, 6) for _ in range(3)])
