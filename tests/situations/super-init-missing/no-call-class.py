# rule: missing-super-init
# The model of a trainer has a parameter of its own, set before anything else.

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, size):
        self.size = size
        self.scale = nn.Parameter(torch.ones(size))
    #   ^^^^^^^^^^ `super().__init__()` has not run yet: setting a parameter as `self.scale` raises `AttributeError`
        self.linear = nn.Linear(size, 1)

    def forward(self, x):
        return self.linear(x * self.scale)


class Trainer:
    def __init__(self, size, lr=1e-2):
        self.model = Scaled(size)
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.losses = []

    def fit(self, batches, epochs=2):
        for epoch in range(epochs):
            for x, y in batches:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
                self.losses.append(loss.item())


trainer = Trainer(8)
trainer.fit([(torch.randn(4, 8), torch.randn(4, 1)) for _ in range(3)])
print(trainer.losses)
