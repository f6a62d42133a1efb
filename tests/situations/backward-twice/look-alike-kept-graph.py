# rule: backward-twice
# The graph is kept, or the second loss is another one.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
inputs = torch.randn(32, 4)

for step in range(5):
    optimizer.zero_grad()
    output = model(inputs)
    first = output[:, 0].pow(2).mean()
    second = (output[:, 1] - 1).pow(2).mean()
    first.backward(retain_graph=True)
    second.backward()
    optimizer.step()

    for part in inputs.split(8):
        optimizer.zero_grad()
        loss = model(part).abs().mean()
        loss.backward()
        optimizer.step()
    print(step, loss.item())
