# rule: optimizer-rebuilt-in-loop
# A function builds the optimizer for every batch.

import torch
from torch import nn


def batches(number):
    for _ in range(number):
        x = torch.randn(8, 6)
        yield x, x.sum(dim=1, keepdim=True)


def train(model, lr, epochs):
    criterion = nn.MSELoss()
    losses = []
    for epoch in range(epochs):
        for x, y in batches(10):
            optimizer = torch.optim.RMSprop(model.parameters(), lr=lr)
#           ^ warning: ...
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def main():
    model = nn.Linear(6, 1)
    print(train(model, 0.01, 3)[-1])


main()
