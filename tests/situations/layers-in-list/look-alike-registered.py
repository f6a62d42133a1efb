# rule: unregistered-layers
# A list that a container takes, one whose layers are registered by name, and one of functions.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        layers = []
        for _ in range(2):
            layers += [nn.Linear(size, size), nn.ReLU()]
        self.body = nn.Sequential(*layers)
        self.branches = []
        for index in range(2):
            branch = nn.Linear(size, 1)
            self.add_module(f"branch{index}", branch)
            self.branches.append(branch)
        self.functions = [torch.relu, torch.tanh]

    def forward(self, x):
        x = self.body(x)
        return sum(function(branch(x)) for function, branch in zip(self.functions, self.branches))


model = Net(6)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(4, 6)).pow(2).mean().backward()
    optimizer.step()
