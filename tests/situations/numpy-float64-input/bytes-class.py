# rule: double-precision-input
# The model turns the bytes of images into another order, but not into floating numbers.

import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.head = nn.Linear(8, classes)

    def forward(self, images):
        x = images.permute(0, 3, 1, 2)
        x = torch.relu(self.conv(x))
#                                ^ error: `x` is `uint8`, ...
        return self.head(x.mean((2, 3)))


class Trainer:
    def __init__(self):
        self.model = Net(5)
        self.optimizer = optim.Adam(self.model.parameters(), lr=1e-3)
        self.criterion = nn.CrossEntropyLoss()
        self.images = torch.randint(0, 256, (16, 32, 32, 3), dtype=torch.uint8)
        self.labels = torch.randint(0, 5, (16,))

    def fit(self, steps=10):
        for _ in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(self.images), self.labels)
            loss.backward()
            self.optimizer.step()


Trainer().fit()
