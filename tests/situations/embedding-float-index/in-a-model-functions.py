# rule: float-index
# The model embeds what the data set gives as floats.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens):
        return self.head(self.embedding(tokens).mean(dim=1))


def train(loader, model, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
#                                  ^ error: ...
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    tokens = torch.randint(0, 10, (64, 6)).float()
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(tokens, labels), batch_size=16)
    model = Tagger()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
