# rule: backward-twice
# Two losses of one output, each with a backward pass of its own.

import torch
from torch import nn

torch.manual_seed(0)
inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.MSELoss()
smoothness = nn.L1Loss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)

for epoch in range(5):
    model.train()
    for x, y in zip(inputs.split(16), targets.split(16)):
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y)
        loss.backward()
        extra = 0.1 * smoothness(output, torch.zeros_like(output))
        extra.backward()
#       ^^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print(epoch, loss.item())
