# rule: not-parameters
# A trainer asks its model for what it never had.

import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 1)

    def forward(self, x):
        return self.layer(x)


class Trainer:
    def __init__(self):
        self.model = Net()
        self.criterion = nn.MSELoss()

    def fit(self, x, y, epochs=3):
        optimizer = optim.SGD(self.model.trainable_parameters, lr=0.1)
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            optimizer.step()


Trainer().fit(torch.randn(32, 4), torch.randn(32, 1))
