# rule: step-without-closure
# L-BFGS with a closure, and another optimizer without.

import torch
from torch import nn

inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
model = nn.Linear(4, 1)
warm_up = torch.optim.Rprop(model.parameters())
optimizer = torch.optim.LBFGS(model.parameters(), lr=0.5)


def closure():
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(inputs), targets)
    loss.backward()
    return loss


for step in range(3):
    closure()
    warm_up.step()
for step in range(3):
    loss = optimizer.step(closure=closure)
print(loss.item())
