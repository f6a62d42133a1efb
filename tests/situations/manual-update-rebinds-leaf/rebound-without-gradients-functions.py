# rule: leaf-rebound-by-update
# The update binds the names to new tensors, which want no gradients.

import torch
from torch.utils.data import DataLoader, TensorDataset


def train(w, b, loader, rate=0.1):
    for features, targets in loader:
        loss = (features @ w + b - targets).pow(2).mean()
        loss.backward()
        with torch.no_grad():
            w = w - 0.1 * w.grad
#           ^^^^^^^^^^^^^^^^^^^^ error: ...
            b = b - 0.1 * b.grad
#           ^^^^^^^^^^^^^^^^^^^^ error: ...
    return loss.item()


def main():
    torch.manual_seed(0)
    x = torch.randn(64, 3)
    y = x @ torch.tensor([1.0, -2.0, 0.5]) + 0.3
    loader = DataLoader(TensorDataset(x, y), batch_size=16)
    w = torch.zeros(3, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for epoch in range(3):
        print(epoch, train(w, b, loader))


if __name__ == "__main__":
    main()
