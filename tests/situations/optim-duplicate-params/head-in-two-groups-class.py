# rule: duplicate-parameters
# The trainer gives the encoder to both groups.

import torch
from torch import nn


class Trainer:
    def __init__(self, lr):
        self.encoder = nn.Sequential(nn.Linear(6, 12), nn.Tanh())
        self.decoder = nn.Linear(12, 6)
        self.model = nn.Sequential(self.encoder, self.decoder)
        self.optimizer = torch.optim.SGD(
            [{"params": self.model.parameters()}, {"params": self.encoder.parameters(), "lr": lr / 10}], lr=lr
#           ^^^^^ error: ...
        )

    def step(self, x):
        self.optimizer.zero_grad()
        loss = (self.model(x) - x).pow(2).mean()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, batches):
        return [self.step(x) for x in batches]


print(Trainer(0.1).fit([torch.randn(4, 6) for _ in range(5)]))
