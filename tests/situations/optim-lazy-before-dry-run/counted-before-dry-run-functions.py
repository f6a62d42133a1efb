# rule: uninitialized-lazy-parameters
# The parameters are counted before the first forward pass.

import torch
from torch import nn


def count_parameters(model):
    return sum(p.numel() for p in model.parameters())
#              ^^^^^^^^^ error: ...


def train(model, optimizer, steps):
    for step in range(steps):
        x = torch.randn(16, 6)
        optimizer.zero_grad()
        loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    torch.manual_seed(0)
    model = nn.Sequential(nn.LazyLinear(32), nn.ReLU(), nn.Linear(32, 1))
    print(count_parameters(model), "parameters")
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    print(train(model, optimizer, 20))


if __name__ == "__main__":
    main()
