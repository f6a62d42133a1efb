# rule: shadowed-module-attribute
# A tree keeps its children under the name of the method that lists them.

import torch
from torch import nn


class Tree(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.children = nn.ModuleList([nn.Linear(size, size) for _ in range(3)])
#       ^^^^^^^^^^^^^ error: ...
        self.out = nn.Linear(size, 1)

    def forward(self, x):
        return self.out(sum(child(x) for child in self.children))


class Trainer:
    def __init__(self):
        self.model = Tree(4)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.model(x).mean().backward()
            self.optimizer.step()


Trainer().fit([torch.randn(2, 4) for _ in range(3)])
