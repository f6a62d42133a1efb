# rule: tensor-not-parameter
# The prompt is no parameter on purpose, and has an optimizer of its own.

import torch
from torch import nn


class Prompted(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.prompt = torch.zeros(size, requires_grad=True)
        self.body = nn.Linear(size, 1)

    def forward(self, x):
        return self.body(x + self.prompt)


model = Prompted(8)
model.body.requires_grad_(False)
optimizer = torch.optim.SGD([model.prompt], lr=0.1)
for step in range(5):
    optimizer.zero_grad()
    model(torch.randn(4, 8)).mean().backward()
    optimizer.step()
print(model.prompt.norm().item())
