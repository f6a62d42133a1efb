# rule: misspelt-forward
# A loop over layers that nothing is returned from.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Deep(nn.Module):
    def __init__(self, sizes=(8, 16, 16, 1)):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
  # ^^^^^^^^^^^^^^^^^^^^^ `forward` of `Deep` has no `return`: calling it gives `None`
        for layer in self.layers:
            x = torch.relu(layer(x))


class Trainer:
    def __init__(self, lr=1e-3):
        features = torch.randn(64, 8)
        self.loader = DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=16)
        self.model = Deep()
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
