# rule: layer-replaced-after-optimizer
# The trainer builds the optimizer first, and fits the head to the number of classes later.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(10, 32)
        self.head = nn.Linear(32, 100)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


class Trainer:
    def __init__(self, lr=0.01):
        self.model = Net()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.criterion = nn.CrossEntropyLoss()

    def set_classes(self, number):
        self.model.head = nn.Linear(32, number)
#       ^^^^^^^^^^^^^^^ error: ...

    def fit(self, loader, epochs):
        self.model.train()
        for epoch in range(epochs):
            for x, y in loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
            print(f"epoch {epoch}: {loss.item():.4f}")


if __name__ == "__main__":
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    trainer = Trainer()
    trainer.set_classes(2)
    trainer.fit(DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True), epochs=2)
