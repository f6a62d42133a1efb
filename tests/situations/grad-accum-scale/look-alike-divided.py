# rule: unscaled-gradient-accumulation
# The loss is divided, in one way or another.

import torch
from torch import nn

torch.manual_seed(0)
batches = [(torch.randn(16, 8), torch.randint(0, 2, (16,))) for _ in range(8)]
model = nn.Linear(8, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()
every = 4

for i, (x, y) in enumerate(batches):
    loss = criterion(model(x), y)
    loss = loss / every
    loss.backward()
    if (i + 1) % every == 0:
        optimizer.step()
        optimizer.zero_grad()

for i, (x, y) in enumerate(batches):
    loss = criterion(model(x), y)
    (loss * (1 / every)).backward()
    if (i + 1) % every == 0:
        optimizer.step()
        optimizer.zero_grad()

for i, (x, y) in enumerate(batches):
    loss = criterion(model(x), y)
    loss.backward()
    if (i + 1) % every == 0:
        for parameter in model.parameters():
            parameter.grad.div_(every)
        optimizer.step()
        optimizer.zero_grad()
