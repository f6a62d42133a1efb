# rule: missing-backward, missing-step
# Steps without gradients, to see what the scheduler does.

import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=50)

rates = []
for epoch in range(50):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.zero_grad()
    optimizer.step()
    scheduler.step()
print(rates[::10])
