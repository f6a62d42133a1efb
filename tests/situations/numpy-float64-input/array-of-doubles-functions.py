# rule: double-precision-input
# What the model is asked for comes from NumPy, which computes in double precision.

import numpy as np
import torch
from torch import nn


def train(model, x, y, steps=20):
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for step in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def curve(model, points):
    grid = torch.tensor(points)
    model.eval()
    with torch.no_grad():
        return model(grid.unsqueeze(1)).squeeze(1)
#                    ^^^^^^^^^^^^^^^^^ error: ...


def main():
    x = torch.rand(64, 1)
    y = torch.sin(3 * x)
    model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
    print(train(model, x, y))
    print(curve(model, np.linspace(0.0, 1.0, 5)))


if __name__ == "__main__":
    main()
