# rule: forward-called-directly
# The newer weight_norm is a parametrization: the weight is computed whenever it is read.

import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

torch.manual_seed(0)
model = weight_norm(nn.Linear(8, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
inputs = torch.randn(32, 8)
targets = inputs.sum(dim=1, keepdim=True)
losses = []
for step in range(50):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model.forward(inputs), targets)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(losses[0], losses[-1])
