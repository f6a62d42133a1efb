# rule: unscaled-gradient-accumulation
# The last batches are stepped on as well, and the gradients are clipped.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

STEPS = 3


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 2))
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)
        self.criterion = nn.CrossEntropyLoss()

    def train_epoch(self):
        self.optimizer.zero_grad()
        for i, (x, y) in enumerate(self.loader):
            logits = self.model(x)
            loss = self.criterion(logits, y)
            loss.backward()
#           ^^^^^^^^^^^^^^^ warning: ...
            if (i + 1) % STEPS == 0 or i + 1 == 6:
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
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
