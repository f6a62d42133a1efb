# rule: graph-cut-before-backward
# The loss is turned into a number before it is used.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_epoch(model, optimizer, criterion, loader):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        prediction = model(x)
        loss = criterion(prediction, y).item()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
        total += loss
    return total


def main():
    torch.manual_seed(0)
    inputs = torch.rand(64, 6)
    targets = inputs.mean(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=8)
    model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    criterion = nn.MSELoss()
    for epoch in range(3):
        last = train_epoch(model, optimizer, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
