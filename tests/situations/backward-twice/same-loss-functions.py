# rule: backward-twice
# Two backward passes go through the same loss.

import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset


class Classifier(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(8, hidden)
        self.head = nn.Linear(hidden, 2)

    def forward(self, x):
        return self.head(torch.relu(self.hidden(x)))


def train(model, loader, criterion, optimizer, epoch):
    model.train()

    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")


def main():
    features = torch.randn(96, 8)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = Classifier()
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        train(model, loader, criterion, optimizer, epoch)


if __name__ == "__main__":
    main()
