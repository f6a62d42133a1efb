# rule: missing-zero-grad
# The gradients are set to None by hand.

import torch
from torch import nn


class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def clear(self):
        for parameter in self.model.parameters():
            parameter.grad = None

    def fit(self, batches):
        for x, y in batches:
            self.clear()
            loss = nn.functional.mse_loss(self.model(x), y)
            loss.backward()
            self.optimizer.step()
            print(loss.item())


Trainer(nn.Linear(4, 1)).fit([(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(5)])
