# rule: layer-size-mismatch
# Two convolutions of a sequence do not fit together.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build():
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `nn.Conv2d` raises here: it takes 16 channels, and its input has 8: ...
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 5),
    )


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randn(64, 3, 16, 16)
        targets = torch.randint(0, 5, (64,))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = build()
        self.criterion = nn.CrossEntropyLoss()
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
