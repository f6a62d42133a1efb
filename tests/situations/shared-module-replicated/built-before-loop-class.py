# rule: replicated-layer
# A residual block is built once and appended once for each level.

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.norm = nn.LayerNorm(size)
        self.fc = nn.Linear(size, size)

    def forward(self, x):
        return x + torch.relu(self.fc(self.norm(x)))


class Net(nn.Module):
    def __init__(self, size, depth):
        super().__init__()
        block = Block(size)
        self.blocks = nn.ModuleList()
        for level in range(depth):
            self.blocks.append(block)
#           ^ warning: ...
        self.out = nn.Linear(size, 1)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.out(x)


class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.model(x).pow(2).mean().backward()
            self.optimizer.step()


Trainer(Net(8, 3)).fit([torch.randn(4, 8) for _ in range(3)])
