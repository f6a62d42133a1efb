# rule: undetached-generator-output
# The output is detached, or made without gradients.

import torch
from torch import nn

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 6))
critic = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer_g = torch.optim.RMSprop(generator.parameters(), lr=1e-4)
optimizer_c = torch.optim.RMSprop(critic.parameters(), lr=1e-4)

for step in range(6):
    for _ in range(3):
        real = torch.randn(16, 6)
        with torch.no_grad():
            fake = generator(torch.randn(16, 3))
        loss = critic(fake).mean() - critic(real).mean()
        optimizer_c.zero_grad()
        loss.backward()
        optimizer_c.step()
    real, fake = torch.randn(16, 6), generator(torch.randn(16, 3))
    optimizer_c.zero_grad()
    (critic(fake.detach()).mean() - critic(real).mean()).backward()
    optimizer_c.step()
    optimizer_g.zero_grad()
    loss_g = -critic(fake).mean()
    loss_g.backward()
    optimizer_g.step()
    print(step, loss_g.item())
