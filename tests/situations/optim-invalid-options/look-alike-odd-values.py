# rule: invalid-optimizer-options
# Unusual values that the constructors accept.

import torch
from torch import nn

model = nn.Linear(6, 2)
first = torch.optim.SGD(model.parameters(), lr=10.0, momentum=1.5)
second = torch.optim.AdamW(model.parameters(), lr=1e-8, betas=(0.0, 0.5), weight_decay=0)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for optimizer in (first, second):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
