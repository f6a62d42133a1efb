# rule: frozen-batchnorm-updates
# A model freezes its own encoder when it is built.

import torch
from torch import nn


class Tuned(nn.Module):
    def __init__(self, encoder, classes):
        super().__init__()
        self.encoder = encoder
        self.encoder.requires_grad_(False)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `self.encoder` is frozen, but its batch norm is in train mode: ...
        self.head = nn.Linear(16, classes)

    def forward(self, x):
        return self.head(self.encoder(x))


class Trainer:
    def __init__(self, classes=3):
        encoder = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.Tanh())
        self.model = Tuned(encoder, classes)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.head.parameters(), lr=0.1)

    def fit(self, x, y, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()


trainer = Trainer()
before = trainer.model.encoder[1].running_mean.clone()
trainer.fit(torch.randn(64, 8) - 2, torch.randint(0, 3, (64,)), 10)
print("moved by", (trainer.model.encoder[1].running_mean - before).abs().max().item())
