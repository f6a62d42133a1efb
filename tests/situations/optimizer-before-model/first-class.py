# rule: optimizer-before-model
# The trainer's constructor uses its model a line too early.

import torch
from torch import nn


class Trainer:
    def __init__(self, lr):
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
#                                          ^^^^^^^^^^ error: ...
        self.model = nn.Linear(6, 2)
#       ^^^^^^^^^^ [model-rebound-after-optimizer] ...

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            self.criterion(self.model(x), y).backward()
            self.optimizer.step()


Trainer(1e-3).fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(3)])
