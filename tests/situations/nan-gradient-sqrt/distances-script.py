# rule: gradient-of-sqrt-at-zero
# All distances within a batch are taken, those of a point to itself as well.

import torch
from torch import nn

torch.manual_seed(0)
inputs, labels = torch.randn(16, 6), torch.randint(0, 2, (16,))
encoder = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(encoder.parameters(), lr=1e-3)
same = (labels[:, None] == labels[None, :]).float()

for step in range(5):
    optimizer.zero_grad()
    points = encoder(inputs)
    difference = points[:, None] - points[None, :]
    distances = torch.sqrt(torch.sum(difference**2, dim=2))
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: the gradient of `sqrt` is not a number where this sum of squares is zero
    loss = (same * distances).mean() + ((1 - same) * torch.relu(1 - distances)).mean()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
