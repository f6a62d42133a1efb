# rule: freeze-without-effect
# The name of the flag is misspelt where a function freezes by name.

import torch
from torch import nn


def freeze(model, prefix):
    for name, parameter in model.named_parameters():
        if name.startswith(prefix):
            parameter.requires_grads = False
#           ^^^^^^^^^^^^^^^^^^^^^^^ error: ...


def train(model, features, targets):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(5):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(features), targets)
        loss.backward()
        optimizer.step()
        print(loss.item(), model[0].weight.grad is not None)


def main():
    features = torch.randn(128, 10)
    model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
    freeze(model, "0.")
    train(model, features, features.sum(dim=1, keepdim=True))


main()
