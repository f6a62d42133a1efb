# rule: float-index
# The model embeds what the data set gives as floats.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens):
        return self.head(self.embedding(tokens).mean(dim=1))


if __name__ == "__main__":
    config = Config()
    tokens = torch.randint(0, 10, (64, 6)).float()
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(tokens, labels), batch_size=config.batch_size)
    model = Tagger()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
#                                  ^ error: ...
            loss.backward()
            optimizer.step()
