# rule: freeze-without-effect
# The name of the flag is misspelt in the loop that freezes the first layer.

import torch
from torch import nn

features = torch.randn(128, 10)
targets = features.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
for parameter in model[0].parameters():
    parameter.require_grad = False
#   ^^^^^^^^^^^^^^^^^^^^^^ error: ...

optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(5):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(features), targets)
    loss.backward()
    optimizer.step()
    print(loss.item(), model[0].weight.grad is not None)
