# rule: tensor-not-parameter
# The weights of the head are normalised between two phases of training.

import torch
from torch import nn

model = nn.Sequential(nn.Linear(8, 16), nn.ReLU())
head = nn.Linear(16, 4)
optimizer = torch.optim.SGD([*model.parameters(), *head.parameters()], lr=0.05)
inputs, targets = torch.randn(64, 8), torch.randint(0, 4, (64,))
for step in range(10):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head(model(inputs)), targets)
    loss.backward()
    optimizer.step()

print("before", head.weight.norm().item())
head.weight = head.weight / head.weight.norm(dim=1, keepdim=True)
# ^^^^^^^^^ error: ...
print("after", head.weight.norm().item())
