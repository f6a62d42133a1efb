# rule: cross-entropy-shape
# The classes of a sequence come last.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Tagger(nn.Module):
    def __init__(self, words=60, tags=5):
        super().__init__()
        self.embedding = nn.Embedding(words, 16)
        self.gru = nn.GRU(16, 24, batch_first=True)
        self.out = nn.Linear(24, tags)

    def forward(self, words):
        hidden, _ = self.gru(self.embedding(words))
        return self.out(hidden)


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randint(0, 60, (64, 12))
        targets = torch.randint(0, 5, (64, 12))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Tagger()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        scores = self.model(x)
        loss = self.criterion(scores, y)
#              ^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (N, 12, 5) it takes a target of (N, 5), not (N, 12)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, epochs):
        for epoch in range(epochs):
            for x, y in self.loader:
                self.history.append(self.step(x, y))


trainer = Trainer()
trainer.fit(2)
print(trainer.history[-1])
