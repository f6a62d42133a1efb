# rule: broadcast-regression-loss
# The mean squared error is written by hand: nothing warns.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=8):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(features, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        return self.head(self.body(x))


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randn(128, 8)
        targets = inputs.sum(dim=1)
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = torch.mean
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        difference = self.model(x) - y
#                    ^^^^^^^^^^^^ warning: `-` takes all from all here, in an N by N table: (N, 1) and (N,)
        loss = self.criterion(difference.square())
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, epochs):
        for epoch in range(epochs):
            for x, y in self.loader:
                self.history.append(self.step(x, y))


trainer = Trainer()
trainer.fit(2)
print(trainer.history[-1])
