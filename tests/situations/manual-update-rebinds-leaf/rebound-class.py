# rule: leaf-rebound-by-update
# The update binds the names to new tensors.

import torch
from torch.utils.data import DataLoader, TensorDataset


class Regression:
    def __init__(self, size, rate=0.1):
        self.w = torch.zeros(size, requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)
        self.rate = rate

    def loss(self, features, targets):
        return (features @ self.w + self.b - targets).pow(2).mean()

    def fit(self, loader, epochs):
        for epoch in range(epochs):
            for features, targets in loader:
                loss = self.loss(features, targets)
                loss.backward()
                self.w = self.w - 0.1 * self.w.grad
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
                self.b = self.b - 0.1 * self.b.grad
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
            print(epoch, loss.item())


torch.manual_seed(0)
x = torch.randn(64, 3)
y = x @ torch.tensor([1.0, -2.0, 0.5]) + 0.3
loader = DataLoader(TensorDataset(x, y), batch_size=16)
Regression(3).fit(loader, 3)
