# rule: tensor-created-on-cpu
# Positions are made on the CPU and looked up in an embedding.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


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


if __name__ == "__main__":
    config = Config()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens = torch.randint(0, 10, (64, 6))
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(tokens, labels), batch_size=config.batch_size)
    model = Encoder().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
