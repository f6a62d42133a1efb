# rule: gradient-of-sqrt-at-zero
# An entropy in which shares that are masked out are to count nothing.

import torch
from torch import nn

torch.manual_seed(0)
gate = nn.Linear(5, 8)
optimizer = torch.optim.SGD(gate.parameters(), lr=0.1)
for step in range(3):
    x = torch.randn(16, 5)
    weights = gate(x).softmax(dim=1) * (torch.rand(16, 8) > 0.2)
    optimizer.zero_grad()
    logarithms = torch.where(weights > 0, weights.log(), 0.0)
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `where` does not stop the gradient of `log`: ...
    loss = (weights * logarithms).sum(dim=1).mean()
    loss.backward()
    optimizer.step()
print(gate.bias)
