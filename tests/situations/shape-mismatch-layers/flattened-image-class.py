# rule: layer-size-mismatch
# The size of the flattened feature map forgets that convolutions without padding shrink the image.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.head = nn.Linear(32 * 7 * 7, classes)

    def forward(self, x):
        x = self.features(x)
        return self.head(x.view(x.size(0), -1))
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self.head` raises here: it takes 1568 features, and its input has 800: ...


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randn(64, 1, 28, 28)
        targets = torch.randint(0, 10, (64,))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Net()
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
