# rule: batchnorm-single-sample
# A generator shows one sample after each epoch, in train mode.

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise, size):
        super().__init__()
        self.hidden = nn.Linear(noise, 32)
        self.norm = nn.BatchNorm1d(32)
        self.out = nn.Linear(32, size)

    def forward(self, z):
        return self.out(torch.relu(self.norm(self.hidden(z))))


class Trainer:
    def __init__(self, noise=8, size=4):
        self.model = Generator(noise, size)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.wanted = torch.ones(16, size)

    def fit(self, epochs):
        for epoch in range(epochs):
            self.optimizer.zero_grad()
            loss = nn.functional.mse_loss(self.model(torch.randn(16, 8)), self.wanted)
            loss.backward()
            self.optimizer.step()
            self.show()

    def show(self):
        sample = self.model(torch.randn(1, 8))
        #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: one example in train mode: batch norm raises ...
        print(sample.detach().numpy())


Trainer().fit(3)
