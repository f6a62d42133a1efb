# rule: replicated-layer
# The heads of a model are one head.

import torch
from torch import nn


class Ensemble(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.body = nn.Linear(size, 16)
        self.heads = nn.ModuleList([nn.Linear(16, 1)] * heads)
#                                  ^ warning: ...

    def forward(self, x):
        hidden = torch.relu(self.body(x))
        return torch.cat([head(hidden) for head in self.heads], dim=1)


class Trainer:
    def __init__(self):
        self.model = Ensemble(6, 5)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            loss = (self.model(x) - y).pow(2).mean()
            loss.backward()
            self.optimizer.step()


Trainer().fit([(torch.randn(4, 6), torch.randn(4, 1)) for _ in range(3)])
