# rule: model-not-optimized
# Both are in the optimizer, or one is meant to stay.

import itertools

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    encoder = nn.Linear(4, 16)
    decoder = nn.Linear(16, 3)
    teacher = nn.Linear(4, 3)
    teacher.requires_grad_(False)
    features = nn.Linear(4, 4)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(itertools.chain(encoder.parameters(), decoder.parameters()), lr=0.05)
    return loader, encoder, decoder, teacher, features, criterion, optimizer


def train_step(encoder, decoder, teacher, features, criterion, optimizer, x, y):
    with torch.no_grad():
        z = features(x)
    optimizer.zero_grad()
    scores = decoder(torch.relu(encoder(z)))
    loss = criterion(scores, y) + (scores - teacher(x)).pow(2).mean()
    loss.backward()
    optimizer.step()


def main():
    loader, encoder, decoder, teacher, features, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(encoder, decoder, teacher, features, criterion, optimizer, x, y)


if __name__ == "__main__":
    main()
