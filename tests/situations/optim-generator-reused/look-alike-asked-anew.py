# rule: consumed-parameter-generator
# Each use calls parameters() anew, or is the only one.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(loader, model, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    trainable = filter(lambda p: p.requires_grad, model.parameters())
    optimizer = optim.SGD(trainable, lr=0.05)
    params = model.parameters()
    print(sum(p.numel() for p in params))
    params = model.parameters()
    print(len(list(params)))
    train(loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
