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


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.randint(0, 40, (64, 9))
        targets = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Net()
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
