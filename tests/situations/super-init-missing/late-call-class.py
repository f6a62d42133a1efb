# rule: missing-super-init
# The layers are made by a method that the constructor calls too early.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, sizes):
        self.sizes = sizes
        self.build()
        nn.Module.__init__(self)

    def build(self):
        self.body = nn.Linear(self.sizes[0], self.sizes[1])
    #   ^^^^^^^^^ `super().__init__()` has not run yet: ...
        self.head = nn.Linear(self.sizes[1], 1)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


class Experiment:
    def __init__(self):
        self.net = Net([8, 16])
        self.optimizer = torch.optim.Adam(self.net.parameters())

    def run(self, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.net(torch.randn(4, 8)).pow(2).mean()
            loss.backward()
            self.optimizer.step()
        return loss.item()


print(Experiment().run(5))
