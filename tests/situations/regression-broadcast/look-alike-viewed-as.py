# rule: broadcast-regression-loss
# The targets are given the shape of the output, whatever it is.

import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.randn(16, 4), torch.rand(16)
for _ in range(3):
    optimizer.zero_grad()
    output = model(x)
    loss = nn.functional.mse_loss(output, y.view_as(output)) + nn.functional.mse_loss(output, y.reshape(output.shape))
    loss.backward()
    optimizer.step()
