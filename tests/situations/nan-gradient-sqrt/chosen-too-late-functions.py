# rule: gradient-of-sqrt-at-zero
# A root that is taken of what is above zero, chosen afterwards.

import torch
from torch import nn


def signed_root(model, x):
    scores = model(x).abs() * (x.mean(dim=1, keepdim=True) > 0)
    return torch.where(scores == 0, torch.zeros_like(scores), torch.sqrt(scores))
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `where` does not stop the gradient of `sqrt`: ...


def train(model, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for step in range(steps):
        x = torch.randn(32, 4)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(signed_root(model, x), x.abs().mean(dim=1, keepdim=True))
        loss.backward()
        optimizer.step()
    return loss.item()


torch.manual_seed(0)
print(train(nn.Linear(4, 1), 3))
