# rule: missing-super-init
# Numbers and functions are set before the call; the layers after it.

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width, activation=torch.tanh):
        self.width = width
        self.activation = activation
        self.names = ["first", "second"]
        super(Block, self).__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in self.names)

    def forward(self, x):
        for layer in self.layers:
            x = self.activation(layer(x))
        return x


model = Block(6)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(4, 6)).pow(2).mean().backward()
    optimizer.step()
