# rule: misspelt-forward
# The method is chosen when the module is built, and a meter returns nothing.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Meter(nn.Module):
    def __init__(self):
        super().__init__()
        self.calls = 0

    def forward(self, x):
        self.calls = self.calls + 1


class Net(nn.Module):
    def __init__(self, deep=True):
        super().__init__()
        self.meter = Meter()
        self.body = nn.Linear(8, 8)
        self.head = nn.Linear(8, 1)
        self.forward = self.forward_deep if deep else self.forward_flat

    def forward_deep(self, x):
        self.meter(x)
        return self.head(torch.relu(self.body(x)))

    def forward_flat(self, x):
        return self.head(x)


class Trainer:
    def __init__(self, lr=1e-3):
        features = torch.randn(64, 8)
        self.loader = DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=16)
        self.model = Net()
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
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
