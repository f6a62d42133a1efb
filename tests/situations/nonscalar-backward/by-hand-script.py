# rule: non-scalar-backward
# The squared error is computed by hand, and nobody takes the mean.

import torch
from torch import nn

torch.manual_seed(0)
inputs = torch.rand(64, 6)
targets = inputs.mean(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for epoch in range(3):
    prediction = model(inputs)
    loss = (prediction - targets) ** 2
    optimizer.zero_grad()
    loss.backward()
#   ^^^^^^^^^^^^^^^ error: ...
    optimizer.step()
    print(epoch, loss.mean().item())
