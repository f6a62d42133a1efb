# rule: optimizer-rebuilt-in-loop
# The trainer sets its optimizer again in each epoch.

import torch
from torch import nn


class Trainer:
    def __init__(self, model, lr=0.001):
        self.model = model
        self.lr = lr
        self.criterion = nn.CrossEntropyLoss()

    def train_epoch(self, loader):
        for x, y in loader:
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return loss.item()

    def fit(self, loader, epochs):
        for epoch in range(epochs):
            self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=self.lr)
#           ^ warning: ...
            print(epoch, self.train_epoch(loader))


data = [(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(5)]
Trainer(nn.Linear(6, 2)).fit(data, 3)
