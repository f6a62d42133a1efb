# rule: leaf-rebound-by-update
# The new tensor keeps its gradient as well.

import torch

torch.manual_seed(0)
x, y = torch.randn(64, 3), torch.randn(64)
first = torch.zeros(3, requires_grad=True)
w = first
for step in range(3):
    loss = (x @ w - y).pow(2).mean()
    w.retain_grad()
    loss.backward(retain_graph=True)
    w = w - 0.1 * w.grad
print((x @ w - y).pow(2).mean().item())
