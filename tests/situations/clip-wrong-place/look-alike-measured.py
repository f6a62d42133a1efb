# rule: misplaced-gradient-clip
# The norm is measured after the step; clipping comes before it.

import math

import torch
from torch import nn


class Trainer:
    def __init__(self, model, limit=1.0):
        self.model = model
        self.limit = limit
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def clip(self):
        return nn.utils.clip_grad_norm_(self.model.parameters(), self.limit)

    def fit(self, batches):
        for index, (x, y) in enumerate(batches):
            loss = nn.functional.mse_loss(self.model(x), y)
            (loss / 2).backward()
            if index % 2:
                self.clip()
                self.optimizer.step()
                norm = nn.utils.clip_grad_norm_(self.model.parameters(), math.inf)
                print(loss.item(), norm.item())
                self.optimizer.zero_grad()


Trainer(nn.Linear(4, 1)).fit([(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(6)])
