# rule: optimizer-rebuilt-in-loop
# Each fold trains a model of its own, and each learning rate of the search as well.

import torch
from torch import nn


def build():
    return nn.Linear(6, 1)


def fit(model, optimizer, x, y):
    for step in range(10):
        optimizer.zero_grad()
        loss = (model(x) - y).pow(2).mean()
        loss.backward()
        optimizer.step()
    return loss.item()


x = torch.randn(40, 6)
y = x.sum(dim=1, keepdim=True)
for fold in range(4):
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    print(fold, fit(model, optimizer, x[fold::4], y[fold::4]))
for lr in (0.1, 0.01):
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    print(lr, fit(model, optimizer, x, y))
