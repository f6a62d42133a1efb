# rule: step-before-backward, missing-backward, missing-step
# Each step uses the gradients of the iteration before: late, but it learns.

import torch
from torch import nn

inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
model = nn.Linear(4, 1)
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for step in range(100):
    loss = criterion(model(inputs), targets)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    if step % 20 == 0:
        print(step, loss.item())
