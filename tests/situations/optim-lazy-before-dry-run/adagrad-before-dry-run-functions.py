# rule: uninitialized-lazy-parameters
# Adagrad makes its state while the lazy layers have no values yet.

import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.features = nn.Sequential(nn.LazyLinear(32), nn.ReLU())
        self.head = nn.Linear(32, classes)

    def forward(self, x):
        return self.head(self.features(x))


def build(classes, rate):
    model = Classifier(classes)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=rate)
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
    return model, optimizer


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    torch.manual_seed(0)
    batches = [(torch.randn(16, 10), torch.randint(0, 3, (16,))) for _ in range(8)]
    model, optimizer = build(3, 0.05)
    print(train(model, optimizer, batches))


if __name__ == "__main__":
    main()
