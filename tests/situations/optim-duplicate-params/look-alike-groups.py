# rule: duplicate-parameters
# Two groups by name, two layers in groups of their own, and one that joins when it is thawed.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(8, 16), nn.LayerNorm(16), nn.Linear(16, 2))
model[0].requires_grad_(False)
decay = [p for name, p in model.named_parameters() if p.requires_grad and name.endswith("weight")]
rest = [p for name, p in model.named_parameters() if p.requires_grad and not name.endswith("weight")]
optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest}], lr=1e-3)
inputs, targets = torch.randn(32, 8), torch.randint(0, 2, (32,))
for epoch in range(4):
    if epoch == 2:
        model[0].requires_grad_(True)
        optimizer.add_param_group({"params": model[0].parameters(), "lr": 1e-4})
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(inputs), targets).backward()
    optimizer.step()
