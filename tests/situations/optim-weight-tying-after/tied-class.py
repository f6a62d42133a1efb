# rule: parameters-replaced-after-optimizer
# The trainer resets a scale by setting a new parameter.

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size))
        self.fc = nn.Linear(size, 1)

    def forward(self, x):
        return self.fc(x * self.scale)


class Trainer:
    def __init__(self):
        self.model = Scaled(6)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def reset(self):
        self.model.scale = nn.Parameter(torch.full((6,), 0.5))
#       ^^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.model(x).pow(2).mean().backward()
            self.optimizer.step()


trainer = Trainer()
trainer.reset()
trainer.fit([torch.randn(4, 6) for _ in range(3)])
