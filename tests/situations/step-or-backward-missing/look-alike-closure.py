# rule: missing-step, missing-backward, step-before-backward
# The backward pass is in the closure that the step calls.

import torch
from torch import nn

inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
model = nn.Linear(4, 1)
optimizer = torch.optim.LBFGS(model.parameters(), lr=0.5, max_iter=5)


def closure():
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(inputs), targets)
    loss.backward()
    return loss


for step in range(5):
    loss = optimizer.step(closure)
    print(step, loss.item())
