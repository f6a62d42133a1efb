# rule: forward-called-directly
# A pruned layer: the mask is applied before each call, and forward is called by name.

import torch
from torch import nn
from torch.nn.utils import prune


def build(share):
    layer = nn.Linear(16, 1)
    prune.l1_unstructured(layer, name="weight", amount=share)
    return layer


def run(layer, inputs):
    return layer.forward(inputs)
    #      ^^^^^^^^^^^^^^^^^^^^^ warning: `layer.forward(...)` passes by what `l1_unstructured` registered: its weight ...


def finetune(layer, inputs, targets, steps):
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    for step in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(run(layer, inputs), targets)
        loss.backward()
        optimizer.step()
    return loss.item()


layer = build(0.5)
inputs = torch.randn(64, 16)
print(finetune(layer, inputs, inputs.sum(dim=1, keepdim=True), 20))
