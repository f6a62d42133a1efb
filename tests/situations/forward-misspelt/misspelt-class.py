# rule: misspelt-forward
# `forward` is written like a special method.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Gated(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.gate = nn.Linear(size, size)
        self.out = nn.Linear(size, 1)

    def __forward__(self, x):
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ `Gated` has no `forward`, only `__forward__`: ...
        return self.out(x * torch.sigmoid(self.gate(x)))


class Trainer:
    def __init__(self, lr=1e-3):
        features = torch.randn(64, 8)
        self.loader = DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=16)
        self.model = Gated(8)
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
