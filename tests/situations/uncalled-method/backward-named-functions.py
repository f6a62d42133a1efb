# rule: method-not-called
# The backward pass is named and not called.

import torch
import torch.nn as nn
from torch.optim import AdamW
from torch.utils.data import DataLoader, TensorDataset


class SmallNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc = nn.Linear(400, 10)

    def forward(self, x):
        x = torch.relu(self.conv(x))
        return self.fc(x.flatten(1))


def train(model, loader, criterion, optimizer, epoch):
    model.train()

    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y)
        loss.backward
#       ^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")


def main():
    images = torch.rand(64, 1, 12, 12)
    digits = torch.randint(0, 10, (64,))
    loader = DataLoader(TensorDataset(images, digits), batch_size=8, shuffle=True)
    model = SmallNet()
    optimizer = AdamW(model.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        train(model, loader, criterion, optimizer, epoch)


if __name__ == "__main__":
    main()
