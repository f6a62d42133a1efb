# rule: non-scalar-backward
# The losses of the examples are weighed and not summed.

import torch
from torch import nn
from torch.nn import functional as F


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def train_epoch(self):
        for x, y in self.loader:
            logits = self.model(x)
            losses = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
            certain = torch.exp(-losses.detach())
            loss = (1 - certain) ** 2 * losses
            self.optimizer.zero_grad()
            loss.backward()
#           ^^^^^^^^^^^^^^^ ...
            self.optimizer.step()
        return loss.mean()

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = [(torch.randn(16, 8), torch.randint(0, 2, (16, 1)).float()) for _ in range(4)]
    Trainer(loader).fit(3)
