# rule: training-without-gradients
# An evaluation switches gradients off and never on again.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
x, y = torch.randn(64, 8), torch.randn(64, 1)
x_val, y_val = torch.randn(32, 8), torch.randn(32, 1)


def evaluate(model):
    torch.set_grad_enabled(False)
    return F.mse_loss(model(x_val), y_val).item()


def train(model, optimizer):
    print("before:", evaluate(model))
    for epoch in range(5):
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print("after:", evaluate(model))


model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
train(model, torch.optim.Adam(model.parameters(), lr=1e-3))
