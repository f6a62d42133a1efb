# rule: hidden-state-not-detached
# The module keeps its state, and nobody makes it anew.

import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16)
        self.out = nn.Linear(16, 2)
        self.hidden = self.fresh()

    def fresh(self):
        return torch.zeros(1, 1, 16), torch.zeros(1, 1, 16)

    def forward(self, x):
        output, self.hidden = self.lstm(x.view(len(x), 1, -1), self.hidden)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.out(output.view(len(x), -1))




class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = Tagger()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)
        self.criterion = nn.CrossEntropyLoss()

    def train_epoch(self):
        for x, y in self.loader:
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return loss

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = [(torch.randn(5, 4), torch.randint(0, 2, (5,))) for _ in range(6)]
    Trainer(loader).fit(3)
