# rule: consumed-parameter-generator
# A list can be run through as often as one likes, and so can a fresh generator.

import torch
from torch import nn

model = nn.Linear(6, 2)
parameters = list(model.parameters())
print(sum(p.numel() for p in parameters), sum(p.numel() for p in model.parameters()))
optimizer = torch.optim.SGD(parameters, lr=0.1)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
