# rule: not-parameters
# A name that is nearly the right one.

import torch
from torch import nn, optim


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 16), nn.ReLU())
        self.head = nn.Linear(16, classes)

    def forward(self, x):
        return self.head(self.body(x))


def train(model, x, y, epochs=3):
    optimizer = optim.AdamW(model.parameter(), lr=1e-3)
#                           ^^^^^^^^^^^^^^^^^ error: ...
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


def main():
    torch.manual_seed(0)
    train(Classifier(3), torch.randn(32, 4), torch.randint(0, 3, (32,)))


main()
