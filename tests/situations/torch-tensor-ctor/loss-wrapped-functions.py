# rule: ambiguous-tensor-constructor
# The weights of a sum are integers, and are to have gradients: the constructor raises.

import torch
from torch import nn


def start_weights():
    return torch.tensor([1, 2, 3], requires_grad=True)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...


def fit(weights, x, y, steps=10):
    optimizer = torch.optim.SGD([weights], lr=0.1)
    for step in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(x @ weights, y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    x = torch.randn(32, 3)
    weights = start_weights()
    print(fit(weights, x, x.sum(dim=1)))


if __name__ == "__main__":
    main()
