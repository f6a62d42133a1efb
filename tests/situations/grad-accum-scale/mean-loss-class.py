# rule: unscaled-gradient-accumulation
# Four batches are summed for each step.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 2))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)
        self.criterion = nn.CrossEntropyLoss()

    def train_epoch(self):
        for i, (x, y) in enumerate(self.loader):
            loss = self.criterion(self.model(x), y)
            loss.backward()
#           ^^^^^^^^^^^^^^^ warning: ...
            if (i + 1) % 4 == 0:
                self.optimizer.step()
                self.optimizer.zero_grad()
        return loss

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    features = torch.randn(96, 8)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    Trainer(loader).fit(3)
