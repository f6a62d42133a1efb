# rule: empty-parameter-list
# The trainer's optimizer is a placeholder that PyTorch does not take.

import torch
from torch import nn


class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.AdamW(params=[], lr=1e-3)
#                                                 ^^ error: ...

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.model(x), y).backward()
            self.optimizer.step()


Trainer(nn.Linear(6, 2)).fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(3)])
