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


def build():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens = torch.randint(0, 10, (64, 6))
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(tokens, labels), batch_size=16)
    model = Encoder().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return device, loader, model, criterion, optimizer


def train_step(device, model, criterion, optimizer, x, y):
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    device, loader, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(device, model, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
