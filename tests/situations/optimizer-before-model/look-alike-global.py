# rule: optimizer-before-model
# A function that stands above the model and is called below it.

import torch
from torch import nn


def configure(lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


model = nn.Linear(6, 2)
optimizer = configure(0.1)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
