# rule: leaf-rebound-by-update
# Each new tensor is made a leaf.

import torch

torch.manual_seed(0)
x, y = torch.randn(64, 3), torch.randn(64)
w = torch.zeros(3, requires_grad=True)

for epoch in range(5):
    loss = (x @ w - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w = w - 0.1 * w.grad
    w.requires_grad_()
    print(epoch, loss.item())

start = torch.zeros(3, requires_grad=True)
for epoch in range(5):
    (x @ start - y).pow(2).mean().backward()
    start = (start - 0.1 * start.grad).detach().clone().requires_grad_(True)
print(start)
