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


def load():
    inputs = torch.randint(0, 100, (64, 12))
    targets = torch.randint(0, 4, (64,))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
    return loss


def fit(model, loader, criterion, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = step(model, criterion, x, y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(epoch, total / len(loader))


if __name__ == "__main__":
    fit(Tagger(), load(), nn.CrossEntropyLoss(), epochs=2)
