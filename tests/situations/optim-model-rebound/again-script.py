# rule: model-rebound-after-optimizer
# The model is built a second time, with more classes; the optimizer has the first one.

import torch
from torch import nn

model = nn.Linear(10, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
# ^^^ error: ...
criterion = nn.CrossEntropyLoss()
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
