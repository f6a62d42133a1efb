# rule: not-parameters
# Layers stand in the list, not parameters.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, encoder, head, criterion, optimizer):
        self.loader = loader
        self.encoder = encoder
        self.head = head
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.head(torch.relu(self.encoder(x))), y)
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
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    encoder = nn.Linear(4, 16)
    head = nn.Linear(16, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD([encoder, head], lr=0.05)
#                         ^^^^^^^^^^^^^^^ error: ...
    Trainer(loader, encoder, head, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
