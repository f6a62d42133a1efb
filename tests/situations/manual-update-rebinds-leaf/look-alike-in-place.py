# rule: leaf-rebound-by-update
# The leaves are changed in place, without gradients or through their data.

import torch

torch.manual_seed(0)
x, y = torch.randn(64, 3), torch.randn(64)
w = torch.zeros(3, requires_grad=True)
b = torch.zeros(1, requires_grad=True)


@torch.no_grad()
def update(parameters, rate):
    for p in parameters:
        p -= rate * p.grad
        p.grad.zero_()


for epoch in range(5):
    loss = (x @ w + b - y).pow(2).mean()
    loss.backward()
    if epoch % 2:
        update([w, b], 0.1)
    else:
        w.data -= 0.1 * w.grad
        b.data = b.data - 0.1 * b.grad
        w.grad, b.grad = None, None
    print(epoch, loss.item())
