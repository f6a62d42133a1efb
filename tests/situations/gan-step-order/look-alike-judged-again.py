# rule: step-between-backwards
# The generator is judged again after the step, or both passes come before both steps.

import torch
from torch import nn

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 6))
discriminator = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer_g = torch.optim.Adam(generator.parameters())
optimizer_d = torch.optim.Adam(discriminator.parameters())

for step in range(6):
    fake = generator(torch.randn(16, 3))
    loss_d = discriminator(fake.detach()).mean() - discriminator(torch.randn(16, 6)).mean()
    optimizer_d.zero_grad()
    loss_d.backward()
    optimizer_d.step()
    judged = discriminator(fake)
    loss_g = -judged.mean()
    optimizer_g.zero_grad()
    loss_g.backward()
    optimizer_g.step()

    code = generator(torch.randn(16, 3))
    output = discriminator(code)
    optimizer_g.zero_grad()
    optimizer_d.zero_grad()
    output.pow(2).mean().backward(retain_graph=True)
    output.abs().mean().backward()
    optimizer_d.step()
    optimizer_g.step()
    print(step, loss_d.item(), loss_g.item())
