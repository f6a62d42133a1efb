# rule: not-parameters
# The optimizer is given the model itself.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(model, lr=0.001)
#                            ^^^^^ error: ...
criterion = nn.CrossEntropyLoss()
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
