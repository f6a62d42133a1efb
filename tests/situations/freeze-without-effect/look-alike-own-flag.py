# rule: freeze-without-effect
# The module has a flag of that name for itself, and reads it.

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, requires_grad=False):
        super().__init__()
        self.requires_grad = requires_grad
        self.layer = nn.Linear(10, 32)

    def forward(self, x):
        with torch.set_grad_enabled(self.requires_grad):
            return torch.relu(self.layer(x))


features = torch.randn(128, 10)
targets = features.sum(dim=1, keepdim=True)
encoder = Encoder(requires_grad=True)
encoder.requires_grad = False
head = nn.Linear(32, 1)
optimizer = torch.optim.SGD(head.parameters(), lr=0.01)
for epoch in range(5):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(head(encoder(features)), targets)
    loss.backward()
    optimizer.step()
    print(loss.item(), encoder.layer.weight.grad is None)
