# rule: layer-built-in-forward
# An attention over the features, built on the device of the input.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Gated(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size
        self.out = nn.Linear(size, 1)

    def forward(self, x):
        gate = nn.Linear(self.size, self.size).to(x.device)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this layer is a new one at each call: ...
        return self.out(x * torch.sigmoid(gate(x)))


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
