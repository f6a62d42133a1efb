# rule: model-not-optimized
# A trainer with a backbone and a head, and an optimizer over the head alone.

import torch
from torch import nn


class Backbone(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(size, 32), nn.GELU(), nn.Linear(32, 16))

    def forward(self, x):
        return self.layers(x)


class Trainer:
    def __init__(self, size, classes):
        self.backbone = Backbone(size)
        self.head = nn.Linear(16, classes)
        self.optimizer = torch.optim.SGD(self.head.parameters(), lr=0.1)
#                                        ^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        self.criterion = nn.CrossEntropyLoss()

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.head(self.backbone(x)), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, batches):
        return [self.step(x, y) for x, y in batches]


print(Trainer(6, 3).fit([(torch.randn(8, 6), torch.randint(0, 3, (8,))) for _ in range(4)]))
