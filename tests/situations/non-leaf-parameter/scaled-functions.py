# rule: non-leaf-parameter
# A function makes the tensors that are fitted, and computes the last bit of them.

import torch


def start(size):
    slope = torch.ones(size, requires_grad=True)
    offset = torch.zeros(1, requires_grad=True) + 0.5
    return slope, offset


def fit(x, y, steps):
    slope, offset = start(x.shape[1])
    optimizer = torch.optim.SGD([{"params": [slope]}, {"params": [offset], "lr": 0.01}], lr=0.1)
#                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
    for step in range(steps):
        optimizer.zero_grad()
        loss = ((x * slope).sum(dim=1) + offset - y).pow(2).mean()
        loss.backward()
        optimizer.step()
    return slope.detach(), offset.detach()


if __name__ == "__main__":
    x = torch.randn(64, 3)
    print(fit(x, x.sum(dim=1) + 2, steps=20))
