# rule: tensor-not-parameter
# The positions of a small encoder are made to want gradients, and are no parameter.

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, length, size):
        super().__init__()
        self.embedding = nn.Embedding(50, size)
        self.positions = torch.zeros(length, size).requires_grad_()
#       ^^^^^^^^^^^^^^ error: ...
        self.head = nn.Linear(size, 50)

    def forward(self, tokens):
        return self.head(self.embedding(tokens) + self.positions)


def build(length):
    return Encoder(length, 16)


def train(model, optimizer, batches):
    criterion = nn.CrossEntropyLoss()
    total = 0.0
    for tokens in batches:
        optimizer.zero_grad()
        loss = criterion(model(tokens).flatten(0, 1), tokens.flatten())
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(batches)


def main():
    batches = [torch.randint(0, 50, (4, 8)) for _ in range(10)]
    model = build(8)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001)
    for epoch in range(2):
        print(epoch, train(model, optimizer, batches))


main()
