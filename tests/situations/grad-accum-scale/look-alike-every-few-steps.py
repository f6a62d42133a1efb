# rule: unscaled-gradient-accumulation
# The generator is trained every few batches, on a loss of that batch alone.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
generator, critic = nn.Linear(3, 6), nn.Linear(6, 1)
optimizer_g = torch.optim.RMSprop(generator.parameters(), lr=1e-3)
optimizer_c = torch.optim.RMSprop(critic.parameters(), lr=1e-3)
ones, zeros = torch.ones(8, 1), torch.zeros(8, 1)

for i in range(10):
    fake = generator(torch.randn(8, 3))
    loss = F.mse_loss(critic(fake.detach()), zeros) + F.mse_loss(critic(torch.randn(8, 6)), ones)
    optimizer_c.zero_grad()
    loss.backward()
    optimizer_c.step()
    if i % 5 == 0:
        optimizer_g.zero_grad()
        loss_g = F.mse_loss(critic(fake), ones)
        loss_g.backward()
        optimizer_g.step()
        print(i, loss_g.item())
