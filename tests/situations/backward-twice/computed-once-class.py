# rule: backward-twice
# The loss was computed once, before the loop.

import torch
from torch import nn, optim


class Trainer:
    def __init__(self):
        self.inputs = torch.randn(64, 4)
        self.labels = torch.randint(0, 3, (64,))
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        self.loss = self.criterion(self.model(self.inputs), self.labels)
        for epoch in range(3):
            self.optimizer.zero_grad()
            self.loss.backward()
#           ^^^^^^^^^^^^^^^^^^^^ error: ...
            self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
