# rule: forward-called-directly
# Spectral norm divides the weight of a critic before each call, and the critic is never called.

import torch
from torch import nn
from torch.nn.utils import spectral_norm

torch.manual_seed(0)
critic = spectral_norm(nn.Linear(8, 1))
optimizer = torch.optim.Adam(critic.parameters(), lr=1e-2)
real, fake = torch.randn(32, 8) + 1, torch.randn(32, 8)

before = critic.weight.clone()
for step in range(1):
    optimizer.zero_grad()
    loss = critic.forward(fake).mean() - critic.forward(real).mean()
    #      ^^^^^^^^^^^^^^^^^^^^ warning: `critic.forward(...)` passes by what `spectral_norm` registered: its weight ...
    #                                    ^^^^^^^^^^^^^^^^^^^^ warning: `critic.forward(...)` passes by what ...
    loss.backward()
    optimizer.step()
print(torch.equal(before, critic.weight))
