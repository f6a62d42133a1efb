# rule: consumed-parameter-generator
# Counting the parameters uses up the generator that the optimizer gets.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
parameters = model.parameters()
print("parameters:", sum(p.numel() for p in parameters))
optimizer = torch.optim.Adam(parameters, lr=0.001)
#                            ^^^^^^^^^^ error: ...
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(inputs), targets).backward()
    optimizer.step()
