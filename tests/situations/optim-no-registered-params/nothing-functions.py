# rule: no-registered-parameters
# The weights of the model are plain tensors, so that the optimizer gets nothing.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size, classes):
        super().__init__()
        self.weight = torch.zeros(size, classes)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x):
        return self.dropout(x) @ self.weight


def build(size, classes):
    return Net(size, classes)


def train(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def main():
    model = build(6, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
#                               ^^^^^^^^^^^^^^^^^^ error: ...
    train(model, optimizer, [(torch.rand(8, 6), torch.randint(0, 3, (8,))) for _ in range(4)])


main()
