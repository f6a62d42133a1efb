# rule: rnn-batch-first
# Words of a batch are embedded and read as if the sequence came first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, words=40, hidden=16):
        super().__init__()
        self.embedding = nn.Embedding(words, 8)
        self.rnn = nn.RNN(8, hidden, nonlinearity="relu")
        self.head = nn.Linear(hidden, 3)

    def forward(self, words):
        vectors = self.embedding(words)
        outputs, _ = self.rnn(vectors)
    #                ^^^^^^^^^^^^^^^^^ warning: the layer reads examples as steps: ...
        return self.head(outputs.mean(dim=1))


def load():
    inputs = torch.randint(0, 40, (64, 9))
    targets = torch.randint(0, 3, (64,))
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
    fit(Net(), load(), nn.CrossEntropyLoss(), epochs=2)
