# rule: missing-eval-mode
# Gradients are switched off for the evaluation, dropout and batch norm are not.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, train_loader, test_loader):
        self.model = model
        self.train_loader = train_loader
        self.test_loader = test_loader
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def train_epoch(self):
        for x, y in self.train_loader:
            self.optimizer.zero_grad()
            self.criterion(self.model(x), y).backward()
            self.optimizer.step()

    def validate(self):
        losses = []
        with torch.inference_mode():
            for x, y in self.test_loader:
                losses.append(self.criterion(self.model(x), y).item())
#                                            ^^^^^^^^^^^^^ warning: ...
        return sum(losses) / len(losses)

    def fit(self, epochs):
        for epoch in range(epochs):
            self.train_epoch()
            print(f"epoch {epoch}: {self.validate():.4f}")


if __name__ == "__main__":
    features = torch.randn(96, 10)
    targets = features.sum(dim=1, keepdim=True)
    train_loader = DataLoader(TensorDataset(features[:64], targets[:64]), batch_size=16, shuffle=True)
    test_loader = DataLoader(TensorDataset(features[64:], targets[64:]), batch_size=16)
    network = nn.Sequential(nn.Linear(10, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 1))
    Trainer(network, train_loader, test_loader).fit(epochs=2)
