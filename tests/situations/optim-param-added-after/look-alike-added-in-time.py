# rule: parameter-added-after-optimizer
# The new layer is given to the optimizer as well, and another one is frozen.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(6, 12), nn.ReLU())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
head = nn.Linear(12, 2)
model.append(head)
optimizer.add_param_group({"params": head.parameters(), "lr": 0.01})
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(4):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
