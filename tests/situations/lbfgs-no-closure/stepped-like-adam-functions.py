# rule: step-without-closure
# L-BFGS is stepped like any other optimizer.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))

    def forward(self, x):
        return self.layers(x)


def train(model, loader, criterion, optimizer, epoch):
    model.train()

    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
#       ^^^^^^^^^^^^^^^^ error: ...
    print(f"epoch {epoch}: {loss.item():.4f}")


def main():
    inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
    targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)
    model = Regressor()
    optimizer = torch.optim.LBFGS(model.parameters(), lr=0.1)
    criterion = nn.MSELoss()
    for epoch in range(3):
        train(model, loader, criterion, optimizer, epoch)


if __name__ == "__main__":
    main()
