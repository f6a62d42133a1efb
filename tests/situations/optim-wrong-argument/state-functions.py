# rule: not-parameters
# A function builds the optimizer over a list of what `state_dict` gives.

import torch
import torch.nn.functional as F
from torch import nn, optim


def build(model, lr):
    return optim.Adam(list(model.state_dict().values()), lr=lr)
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...


def train(model, x, y, epochs):
    optimizer = build(model, 1e-3)
    for _ in range(epochs):
        model.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    print(train(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1)), torch.randn(32, 4), torch.randn(32, 1), 5))
