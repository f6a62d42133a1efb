# rule: ambiguous-tensor-constructor
# Memory that gets its numbers before they are used, and tensors of which only the sizes are.

import torch
from torch import nn, optim

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = optim.SGD(model.parameters(), lr=0.05)
scale = torch.Tensor(3)
scale[:] = 2
noise = torch.Tensor(3).normal_(0, 0.01)
with torch.no_grad():
    total = torch.add(scale, noise, out=torch.Tensor(3))

for epoch in range(3):
    optimizer.zero_grad()
    logits = model(inputs).mul(scale) + torch.rand_like(torch.Tensor(3)) + torch.Tensor(3).zero_()
    loss = nn.functional.cross_entropy(torch.maximum(logits, torch.Tensor([-10])), labels)
    loss.backward()
    optimizer.step()
print(total, (inputs > torch.tensor(2)).sum())
