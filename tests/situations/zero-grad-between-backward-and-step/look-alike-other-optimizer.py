# rule: zero-grad-before-step, step-before-backward
# The discriminator's gradients from the generator's loss are thrown away, on purpose.

import torch
from torch import nn

generator = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
discriminator = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
bce = nn.BCEWithLogitsLoss()
opt_g = torch.optim.Adam(generator.parameters(), lr=2e-4)
opt_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
ones, zeros = torch.ones(32, 1), torch.zeros(32, 1)

for step in range(20):
    real = torch.randn(32, 2) + 3
    fake = generator(torch.randn(32, 8))

    opt_g.zero_grad()
    loss_g = bce(discriminator(fake), ones)
    loss_g.backward()
    opt_d.zero_grad()
    opt_g.step()

    loss_d = bce(discriminator(real), ones) + bce(discriminator(fake.detach()), zeros)
    loss_d.backward()
    opt_d.step()
    if step % 5 == 0:
        print(step, loss_g.item(), loss_d.item())
