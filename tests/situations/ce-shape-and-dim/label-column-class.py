# rule: cross-entropy-shape
# The labels come as a column.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build(classes=4):
    return nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, classes))


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randn(64, 10)
        targets = torch.randint(0, 4, (64, 1))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = build()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
#              ^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (N, 4) it takes a target of (N,), not (N, 1)
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
