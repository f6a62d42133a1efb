# rule: method-not-called
# The backward pass is named and not called.

import torch
import torch.nn as nn
from torch.optim import AdamW
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, loader, epochs=3):
        self.model = model
        self.loader = loader
        self.epochs = epochs
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = AdamW(self.model.parameters(), lr=1e-3)

    def train_epoch(self):
        self.model.train()

        for x, y in self.loader:
            self.optimizer.zero_grad()
            output = self.model(x)
            loss = self.criterion(output, y)
            loss.backward
#           ^^^^^^^^^^^^^ error: ...
            self.optimizer.step()
        return loss.item()

    def fit(self):
        for epoch in range(self.epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(1)
    images = torch.rand(64, 1, 12, 12)
    digits = torch.randint(0, 10, (64,))
    loader = DataLoader(TensorDataset(images, digits), batch_size=8, shuffle=True)
    Trainer(nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)), loader).fit()
