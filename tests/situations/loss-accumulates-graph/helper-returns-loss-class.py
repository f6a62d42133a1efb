# rule: loss-graph-accumulated
# What trains on a batch returns the loss with its graph, and the loop adds it up.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model):
        self.model = model
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def loss_of(self, x, y):
        return self.criterion(self.model(x), y)

    def train_batch(self, x, y):
        self.optimizer.zero_grad()
        loss = self.loss_of(x, y)
        loss.backward()
        self.optimizer.step()
        return loss

    def train_epoch(self, loader):
        self.model.train()
        total = 0
        for x, y in loader:
            loss = self.train_batch(x, y)
            total = total + loss
#                           ^^^^ warning: ...
        return total / len(loader)

    def fit(self, loader, epochs=3):
        for epoch in range(epochs):
            print(f"epoch {epoch}: {self.train_epoch(loader):.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    features = torch.randn(64, 6)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    Trainer(nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))).fit(loader)
