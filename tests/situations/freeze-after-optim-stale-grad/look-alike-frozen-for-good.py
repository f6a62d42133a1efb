# rule: frozen-after-optimizer
# What is frozen later has no gradients any more, or its optimizer has nothing but them to go by.

import torch
from torch import nn

torch.manual_seed(0)
x, y = torch.randn(32, 6), torch.randint(0, 2, (32,))
body, head = nn.Linear(6, 12), nn.Linear(12, 2)
optimizer = torch.optim.AdamW([*body.parameters(), *head.parameters()], lr=1e-2)
for epoch in range(6):
    if epoch == 3:
        body.requires_grad_(False)
        frozen = body.weight.clone()
    optimizer.zero_grad()
    nn.functional.cross_entropy(head(body(x)), y).backward()
    optimizer.step()
print("moved by", (body.weight - frozen).abs().max().item())

body, head = nn.Linear(6, 12), nn.Linear(12, 2)
plain = torch.optim.SGD([*body.parameters(), *head.parameters()], lr=1e-2)
for epoch in range(6):
    if epoch == 3:
        body.requires_grad_(False)
        frozen = body.weight.clone()
    plain.zero_grad(set_to_none=False)
    nn.functional.cross_entropy(head(body(x)), y).backward()
    plain.step()
print("moved by", (body.weight - frozen).abs().max().item())
