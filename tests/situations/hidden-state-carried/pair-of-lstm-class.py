# rule: hidden-state-not-detached
# The pair of states of an LSTM goes from batch to batch with its graph.

import torch
from torch import nn


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = nn.LSTM(4, 16)
        self.head = nn.Linear(16, 1)
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.SGD(list(self.model.parameters()) + list(self.head.parameters()), lr=0.1)

    def train_epoch(self):
        hidden, cell = torch.zeros(1, 8, 16), torch.zeros(1, 8, 16)
        for x, y in self.loader:
            output, (hidden, cell) = self.model(x, (hidden, cell))
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
            loss = self.criterion(self.head(output), y)
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
        return loss

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = [(torch.randn(12, 8, 4), torch.randn(12, 8, 1)) for _ in range(6)]
    Trainer(loader).fit(3)
