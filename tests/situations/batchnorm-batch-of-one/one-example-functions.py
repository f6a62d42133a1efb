# rule: batchnorm-single-sample
# Training goes through the examples one by one.

import torch
from torch import nn


def build(width):
    return nn.Sequential(nn.Linear(5, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, 1))


def train(model, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for step in range(steps):
        x = torch.rand(1, 5)
        y = x.sum(dim=1, keepdim=True)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        #                             ^^^^^^^^ error: one example in train mode: batch norm raises ...
        loss.backward()
        optimizer.step()
    return loss.item()


print(train(build(16), 100))
