# rule: freeze-without-effect
# The flag of tensors and parameters, and the method of modules.

import torch
from torch import nn

features = torch.randn(128, 10)
targets = features.sum(dim=1, keepdim=True)
shift = torch.zeros(1)
shift.requires_grad = True
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
model[0].weight.requires_grad = False
model[0].bias.requires_grad = False
model[2].requires_grad_(True)
optimizer = torch.optim.SGD([shift, *model[2].parameters()], lr=0.01)
for epoch in range(5):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(features) + shift, targets)
    loss.backward()
    optimizer.step()
    print(loss.item(), model[0].weight.grad is None)
