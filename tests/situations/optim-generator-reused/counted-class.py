# rule: consumed-parameter-generator
# The trainer keeps the generator, and builds two optimizers of it.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(6, 2)
        self.parameters = self.model.parameters()
        self.warmup = torch.optim.SGD(self.parameters, lr=1e-4)
        self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-3)
#                                          ^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches):
        for number, (x, y) in enumerate(batches):
            optimizer = self.warmup if number < 2 else self.optimizer
            optimizer.zero_grad()
            nn.functional.cross_entropy(self.model(x), y).backward()
            optimizer.step()


Trainer().fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(4)])
