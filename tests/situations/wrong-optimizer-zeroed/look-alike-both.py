# rule: wrong-optimizer-zeroed
# The discriminator is cleared again because the generator's loss passes through it; the generator is cleared by its model.

import torch
from torch import nn

generator, discriminator = nn.Linear(8, 2), nn.Linear(2, 1)
optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.01)
optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.01)
criterion = nn.BCEWithLogitsLoss()
ones, zeros = torch.ones(16, 1), torch.zeros(16, 1)
for step in range(10):
    fake = generator(torch.randn(16, 8))
    optimizer_d.zero_grad()
    loss_d = criterion(discriminator(torch.randn(16, 2)), ones) + criterion(discriminator(fake.detach()), zeros)
    loss_d.backward()
    optimizer_d.step()
    optimizer_d.zero_grad()
    generator.zero_grad()
    criterion(discriminator(fake), ones).backward()
    optimizer_g.step()
