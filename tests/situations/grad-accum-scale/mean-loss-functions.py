# rule: unscaled-gradient-accumulation
# Four batches are summed for each step.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_epoch(model, optimizer, criterion, loader):
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss.backward()
#       ^^^^^^^^^^^^^^^ warning: ...
        if (i + 1) % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()
    return loss


def main():
    torch.manual_seed(0)
    features = torch.randn(96, 8)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        last = train_epoch(model, optimizer, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
