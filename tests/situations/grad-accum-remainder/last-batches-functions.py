# rule: dropped-accumulation-remainder
# Ten batches, a step on each fourth, and the gradients are cleared at the beginning of the next epoch.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_epoch(model, loader, optimizer, criterion, accumulation_steps):
    model.train()
    optimizer.zero_grad()
    total = 0.0
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) / accumulation_steps
        loss.backward()
        total += loss.item()
        if (i + 1) % accumulation_steps == 0:
            optimizer.step()
#           ^^^^^^^^^^^^^^^^ warning: ...
            optimizer.zero_grad()
    return total


def main():
    torch.manual_seed(0)
    inputs = torch.randn(80, 6)
    loader = DataLoader(TensorDataset(inputs, (inputs.sum(1) > 0).long()), batch_size=8, shuffle=True)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for epoch in range(3):
        print(epoch, train_epoch(model, loader, optimizer, nn.CrossEntropyLoss(), 4))


if __name__ == "__main__":
    main()
