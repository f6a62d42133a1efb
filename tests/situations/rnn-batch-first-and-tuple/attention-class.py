# rule: rnn-output-tuple
# Attention gives a pair too.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = x + self.attention(x, x, x)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.head(x.mean(dim=1))


class Trainer:
    def __init__(self, loader, model, criterion, optimizer):
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 5, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
    model = Mixer()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
