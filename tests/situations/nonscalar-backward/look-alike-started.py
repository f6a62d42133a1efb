# rule: non-scalar-backward
# The backward pass is told where to start.

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
criterion = nn.MSELoss(reduction="none")
inputs, weights = torch.rand(32, 6), torch.rand(32, 1)

for epoch in range(3):
    losses = criterion(model(inputs), inputs.mean(dim=1, keepdim=True))
    optimizer.zero_grad()
    losses.backward(gradient=weights / weights.sum(), retain_graph=True)
    torch.autograd.backward(losses, torch.full_like(losses, 0.01))
    optimizer.step()
    print(epoch, losses.mean().item())
