# rule: unregistered-buffer
# The frequencies of a time embedding do not move with the model that the trainer moves.

import torch
from torch import nn


class TimeEmbedding(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.frequencies = torch.linspace(0.1, 1.0, size)
#       ^^^^^^^^^^^^^^^^ warning: ...
        self.proj = nn.Linear(size, size)

    def forward(self, t):
        return self.proj(torch.sin(t[:, None] * self.frequencies))


class Trainer:
    def __init__(self, device):
        self.device = device
        self.model = nn.Sequential(TimeEmbedding(8), nn.Linear(8, 1)).to(device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def fit(self, batches):
        for t, y in batches:
            t, y = t.to(self.device), y.to(self.device)
            self.optimizer.zero_grad()
            loss = (self.model(t) - y).pow(2).mean()
            loss.backward()
            self.optimizer.step()


trainer = Trainer(torch.device("cuda" if torch.cuda.is_available() else "cpu"))
trainer.fit([(torch.rand(4), torch.randn(4, 1)) for _ in range(3)])
