# rule: method-not-called
# Methods are kept and handed on; attributes are named as a notebook shows them.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
callbacks = [optimizer.step, optimizer.zero_grad]
switch = model.eval if torch.rand(1) > 2 else model.train

switch()
model.training
optimizer.param_groups
for _ in range(3):
    loss = model(torch.randn(8, 4)).pow(2).mean()
    loss.backward()
    loss.grad_fn
    for callback in callbacks:
        callback()
print(loss.item())
