# rule: undetached-generator-output
# Encoder and decoder have optimizers of their own and learn from one loss.

import torch
from torch import nn

torch.manual_seed(0)
encoder, decoder = nn.Linear(6, 2), nn.Linear(2, 6)
optimizer_e = torch.optim.SGD(encoder.parameters(), lr=0.1)
optimizer_d = torch.optim.SGD(decoder.parameters(), lr=0.1)

for step in range(6):
    x = torch.randn(16, 6)
    optimizer_e.zero_grad()
    optimizer_d.zero_grad()
    loss = (decoder(encoder(x)) - x).pow(2).mean()
    loss.backward()
    optimizer_d.step()
    optimizer_e.step()
    print(step, loss.item())
