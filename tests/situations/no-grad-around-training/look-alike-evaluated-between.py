# rule: training-without-gradients
# An evaluation without gradients stands between the training steps.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(8, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def loss(self, x):
        return self.model(x).pow(2).mean()

    @torch.no_grad()
    def evaluate(self):
        self.model.eval()
        value = self.loss(torch.randn(32, 8))
        self.model.train()
        return value

    def fit(self):
        best = self.evaluate()
        for _ in range(4):
            loss = self.loss(torch.randn(16, 8))
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            best = min(best, self.evaluate())
        return best


print(Trainer().fit())
