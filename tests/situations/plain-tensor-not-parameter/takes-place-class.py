# rule: tensor-not-parameter
# After each epoch the model clips its own scale, which makes a plain tensor of it.

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size))
        self.head = nn.Linear(size, 1)

    def forward(self, x):
        return self.head(x * self.scale)

    def clip(self):
        self.scale = self.scale.clamp(0.1, 10.0)
#       ^^^^^^^^^^ error: ...


class Trainer:
    def __init__(self):
        self.model = Scaled(6)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self, batches, epochs):
        for epoch in range(epochs):
            for x in batches:
                self.optimizer.zero_grad()
                loss = self.model(x).pow(2).mean()
                loss.backward()
                self.optimizer.step()
            self.model.clip()


Trainer().fit([torch.randn(4, 6) for _ in range(3)], epochs=2)
