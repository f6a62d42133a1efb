# rule: graph-cut-before-backward
# The inputs are cut off and made to want gradients on purpose.

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss()
encoder = nn.Linear(4, 8)
raw, labels = torch.randn(16, 4), torch.randint(0, 2, (16,))
start = encoder(raw).detach().requires_grad_()
optimizer = torch.optim.SGD([start], lr=0.1)

for step in range(10):
    optimizer.zero_grad()
    loss = -criterion(model(start), labels) + 0.1 * start.pow(2).mean()
    loss.backward()
    optimizer.step()
    print(step, round(loss.item(), 4))
