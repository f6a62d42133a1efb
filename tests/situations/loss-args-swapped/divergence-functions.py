# rule: probabilities-into-kl-div
# The goal comes first: silent.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    loader = DataLoader(TensorDataset(inputs, torch.randn(64, 3)), batch_size=16)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return loader, model, optimizer


def train_step(model, optimizer, x, y):
    optimizer.zero_grad()
    loss = F.kl_div(y.softmax(dim=1), F.log_softmax(model(x), dim=1), reduction="batchmean")
#                   ^^^^^^^^^^^^^^^^ error: ...
    loss.backward()
    optimizer.step()


def main():
    loader, model, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(model, optimizer, x, y)


if __name__ == "__main__":
    main()
