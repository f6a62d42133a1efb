# rule: not-parameters
# A list of weights, groups, pairs with names, and a generator.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(6, 4), nn.Linear(4, 2))
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for optimizer in (
    torch.optim.SGD([model[0].weight, model[1].weight], lr=0.1),
    torch.optim.SGD([{"params": model.parameters()}], lr=0.1),
    torch.optim.SGD(model.named_parameters(), lr=0.1),
    torch.optim.SGD((p for p in model.parameters()), lr=0.1),
):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
