# rule: unused-tensor-result
# The data is moved to the device by a statement, as a model would be.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def make_data(count):
    x = torch.randn(count, 6)
    y = x.sum(dim=1, keepdim=True)
    x.to(device)
#   ^^^^^^^^^^^^ warning: ...
    y.to(device)
#   ^^^^^^^^^^^^ warning: ...
    return x, y


def fit(model, x, y, steps=20):
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for step in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    x, y = make_data(64)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
    print(fit(model, x, y))


if __name__ == "__main__":
    main()
