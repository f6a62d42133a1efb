# rule: uninitialized-lazy-parameters
# The parameters are counted before the first forward pass.

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.LazyLinear(32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
count = sum(p.numel() for p in model.parameters() if p.requires_grad)
#           ^^^^^^^^^ error: ...
print(f"{count} parameters")

for step in range(20):
    x = torch.randn(16, 6)
    optimizer.zero_grad()
    loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
