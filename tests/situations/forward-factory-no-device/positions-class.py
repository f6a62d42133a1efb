# rule: tensor-created-on-cpu
# Positions are made on the CPU and looked up in an embedding.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(10, 8)
        self.positions = nn.Embedding(16, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens):
        positions = torch.arange(tokens.size(1))
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        return self.head((self.tokens(tokens) + self.positions(positions)).mean(dim=1))


class Trainer:
    def __init__(self, device, loader, model, criterion, optimizer):
        self.device = device
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
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
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens = torch.randint(0, 10, (64, 6))
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(tokens, labels), batch_size=16)
    model = Encoder().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(device, loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
