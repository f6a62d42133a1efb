# rule: layer-size-mismatch
# A layer behind an LSTM that reads in both directions takes the size of one.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Tagger(nn.Module):
    def __init__(self, words=100, tags=4):
        super().__init__()
        self.embedding = nn.Embedding(words, 16)
        self.lstm = nn.LSTM(16, 32, batch_first=True, bidirectional=True)
        self.out = nn.Linear(32, tags)

    def forward(self, sentences):
        hidden, _ = self.lstm(self.embedding(sentences))
        return self.out(hidden.mean(dim=1))
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self.out` raises here: it takes 32 features, and its input has 64: ...


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randint(0, 100, (64, 12))
        targets = torch.randint(0, 4, (64,))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Tagger()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
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
