# rule: non-scalar-backward
# The squared error is computed by hand, and nobody takes the mean.

import torch
from torch import nn


def squared_error(prediction, targets):
    return (prediction - targets).pow(2)


def train(model, optimizer, inputs, targets):
    loss = squared_error(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
#   ^^^^^^^^^^^^^^^ error: ...
    optimizer.step()
    return loss.mean().item()


model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
inputs = torch.rand(64, 6)
for epoch in range(3):
    print(epoch, train(model, optimizer, inputs, inputs.mean(dim=1, keepdim=True)))
