# rule: tensor-not-parameter
# The weights are changed in place, or set to a new parameter.

import torch
from torch import nn

layer = nn.Linear(4, 4)
with torch.no_grad():
    layer.weight /= layer.weight.norm()
layer.weight.data = layer.weight.data * 0.5
layer.weight = nn.Parameter(layer.weight * 2)
layer.bias = None
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    layer(torch.randn(2, 4)).sum().backward()
    optimizer.step()
