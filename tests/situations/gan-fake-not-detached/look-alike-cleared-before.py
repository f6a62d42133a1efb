# rule: undetached-generator-output
# Wasteful but right: the generator is cleared right before its own backward pass.

import torch
from torch import nn

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 6))
discriminator = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer_g = torch.optim.Adam(generator.parameters())
optimizer_d = torch.optim.Adam(discriminator.parameters())
criterion = nn.BCEWithLogitsLoss()
ones, zeros = torch.ones(16, 1), torch.zeros(16, 1)

for step in range(6):
    fake = generator(torch.randn(16, 3))
    optimizer_d.zero_grad()
    loss_d = criterion(discriminator(torch.randn(16, 6)), ones)
    loss_d = loss_d + criterion(discriminator(fake), zeros)
    loss_d.backward(retain_graph=True)
    optimizer_d.step()

    generator.zero_grad()
    loss_g = criterion(discriminator(fake), ones)
    loss_g.backward()
    optimizer_g.step()
    print(step, loss_d.item(), loss_g.item())
