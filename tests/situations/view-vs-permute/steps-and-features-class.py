# rule: view-instead-of-permute
# Steps and features of a sequence are swapped by a reshape.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, classes=3):
        super().__init__()
        self.conv = nn.Conv1d(features, 8, 3)
        self.head = nn.Linear(8, classes)

    def forward(self, x):
        x = x.reshape(x.size(0), x.size(2), x.size(1))
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `reshape` does not turn dimensions: ...
        return self.head(self.conv(x).amax(dim=-1))


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randn(64, 20, 6)
        targets = torch.randint(0, 3, (64,))
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
