# rule: gradient-of-sqrt-at-zero
# A loss of its own is the root of the mean squared error.

import torch
import torch.nn.functional as F
from torch import nn


class RootLoss(nn.Module):
    def forward(self, output, target):
        return torch.sqrt(F.mse_loss(output, target))
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: the gradient of `sqrt` is not a number where this loss is exactly zero


class Trainer:
    def __init__(self):
        self.model = nn.Linear(3, 1)
        self.criterion = RootLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self, x, y, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return self.model.bias


trainer = Trainer()
nn.init.zeros_(trainer.model.weight)
nn.init.zeros_(trainer.model.bias)
print(trainer.fit(torch.randn(8, 3), torch.zeros(8, 1), 2))
