# rule: non-scalar-backward
# The squared error is computed by hand, and nobody takes the mean.

import torch
from torch import nn


class Regression:
    def __init__(self, inputs, targets):
        self.inputs, self.targets = inputs, targets
        self.model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05)

    def loss(self):
        return torch.abs(self.model(self.inputs) - self.targets)

    def fit(self, epochs):
        for epoch in range(epochs):
            self.optimizer.zero_grad()
            loss = self.loss()
            loss.backward()
#           ^^^^^^^^^^^^^^^ error: ...
            self.optimizer.step()
            print(epoch, loss.mean().item())


inputs = torch.rand(64, 6)
Regression(inputs, inputs.mean(dim=1, keepdim=True)).fit(3)
