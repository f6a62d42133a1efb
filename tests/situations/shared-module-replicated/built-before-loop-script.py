# rule: replicated-layer
# The layer is built above the loop that appends it.

import torch
from torch import nn

depth = 4
layers = [nn.Linear(8, 16)]
hidden = nn.Linear(16, 16)
for _ in range(depth):
    layers.append(hidden)
    layers.append(nn.Tanh())
model = nn.Sequential(*layers, nn.Linear(16, 1))
#       ^ warning: ...
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
inputs = torch.randn(32, 8)
for step in range(10):
    optimizer.zero_grad()
    loss = model(inputs).pow(2).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
