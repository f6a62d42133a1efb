# rule: missing-zero-grad
# Nothing ever clears the gradients.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, loader, lr=0.01, epochs=2):
        self.model = model
        self.loader = loader
        self.epochs = epochs
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr, momentum=0.9)
        self.history = []

    def train_step(self, x, y):
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
#       ^^^^^^^^^^^^^^^^^^^^^ error: ...
        return loss.item()

    def fit(self):
        for epoch in range(self.epochs):
            self.model.train()
            losses = [self.train_step(x, y) for x, y in self.loader]
            self.history.append(sum(losses) / len(losses))
            print(f"epoch {epoch}: {self.history[-1]:.4f}")


if __name__ == "__main__":
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    network = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
    Trainer(network, loader).fit()
