# rule: input-on-other-device
# Targets of a regression stay on the CPU.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
    model = nn.Linear(4, 1)
    model.to(device)
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return device, loader, model, optimizer


def train_step(device, model, optimizer, x, y):
    optimizer.zero_grad()
    out = model(x.to(device))
    loss = F.mse_loss(out, y)
#                          ^ error: ...
    loss.backward()
    optimizer.step()


def main():
    device, loader, model, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(device, model, optimizer, x, y)


if __name__ == "__main__":
    main()
