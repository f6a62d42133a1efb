# rule: replicated-layer
# Every place has a layer of its own; only activations are used again.

import copy

import torch
from torch import nn

activation = nn.GELU()
template = nn.Linear(8, 8)
layers = []
for _ in range(3):
    layer = nn.Linear(8, 8)
    layers.append(layer)
    layers.append(activation)
model = nn.Sequential(
    *layers,
    *[nn.Sequential(nn.Linear(8, 8), activation) for _ in range(2)],
    *[copy.deepcopy(template) for _ in range(2)],
    *[nn.Dropout(0.1)] * 2,
)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(4, 8)).pow(2).mean().backward()
    optimizer.step()
