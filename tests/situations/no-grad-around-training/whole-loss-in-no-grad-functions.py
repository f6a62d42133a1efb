# rule: training-without-gradients
# The loss is computed under no_grad.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_epoch(model, optimizer, criterion, loader):
    for x, y in loader:
        optimizer.zero_grad()
        with torch.no_grad():
            prediction = model(x)
            loss = criterion(prediction, y) + 0.01 * prediction.abs().mean()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    return loss


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
