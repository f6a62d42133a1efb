# rule: empty-parameter-list
# The list begins empty and is filled before the optimizer is built.

import torch
from torch import nn

models = [nn.Linear(6, 2), nn.Linear(6, 2)]
parameters = []
for model in models:
    parameters += list(model.parameters())
optimizer = torch.optim.SGD(parameters, lr=0.1)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(models[0](x) + models[1](x), y).backward()
    optimizer.step()
