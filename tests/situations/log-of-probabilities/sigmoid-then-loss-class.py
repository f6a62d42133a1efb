# rule: unstable-log-probability
# The forward pass of the model ends with a sigmoid.

import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.hidden = nn.Linear(size, 16)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        return torch.sigmoid(self.out(torch.tanh(self.hidden(x))))


class Trainer:
    def __init__(self, size):
        self.model = Classifier(size)
        self.criterion = nn.BCELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-2)

    def fit(self, x, y, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            #                     ^^^^^^^^^^^^^ hint: `BCELoss` gets a sigmoid, which is exactly 0 or 1 ...
            loss.backward()
            self.optimizer.step()
        return loss.item()


x = torch.randn(64, 3)
print(Trainer(3).fit(x, (x[:, :1] > 0).float(), 50))
