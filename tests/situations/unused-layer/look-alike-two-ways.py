# rule: unused-layer
# The head is used by a method of its own, which the loop calls.

import torch
from torch import nn


class Siamese(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(size, 16), nn.ReLU())
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        return self.body(x)

    def compare(self, one, other):
        return self.head((self(one) - self(other)).abs())


model = Siamese(6)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(5):
    one, other = torch.randn(16, 6), torch.randn(16, 6)
    optimizer.zero_grad()
    loss = model.compare(one, other).square().mean()
    loss.backward()
    optimizer.step()
print([name for name, p in model.named_parameters() if p.grad is None])
