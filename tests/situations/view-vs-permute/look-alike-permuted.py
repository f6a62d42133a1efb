# rule: view-instead-of-permute
# The dimensions are turned, then flattened.

import torch
from torch import nn

conv, head = nn.Conv2d(3, 8, 3), nn.Linear(8 * 10 * 14, 4)
optimizer = torch.optim.SGD([*conv.parameters(), *head.parameters()], lr=0.01)
for step in range(3):
    images = torch.rand(8, 12, 16, 3)
    x = images.permute(0, 3, 1, 2).contiguous()
    x = conv(x).relu()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head(x.view(x.size(0), -1)), torch.randint(0, 4, (8,)))
    loss.backward()
    optimizer.step()
