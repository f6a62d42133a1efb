# rule: not-parameters
# One weight by itself, where a list of parameters is wanted.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(6, 2)
        self.optimizer = torch.optim.AdamW(self.model.weight, lr=1e-3)
#                                          ^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.model(x), y).backward()
            self.optimizer.step()


Trainer().fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(3)])
