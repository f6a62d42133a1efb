# rule: tensor-not-parameter
# The weights of an attention are made by hand, and the trainer's optimizer never sees them.

import math

import torch
from torch import nn
from torch.nn import functional as F


class Pooling(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.query = torch.randn(size, requires_grad=True)
#       ^^^^^^^^^^ error: ...
        self.proj = nn.Linear(size, size)
        self.out = nn.Linear(size, 2)
        self.scale = 1 / math.sqrt(size)

    def forward(self, x):
        weights = F.softmax(self.proj(x) @ self.query * self.scale, dim=1)
        return self.out((weights.unsqueeze(-1) * x).sum(dim=1))


class Trainer:
    def __init__(self, size, lr=0.01):
        self.model = Pooling(size)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.losses = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.losses.append(loss.item())

    def fit(self, batches, epochs):
        for _ in range(epochs):
            for x, y in batches:
                self.step(x, y)


trainer = Trainer(16)
trainer.fit([(torch.randn(8, 5, 16), torch.randint(0, 2, (8,))) for _ in range(4)], epochs=2)
print(trainer.losses[-1])
