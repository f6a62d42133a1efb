# rule: unregistered-layers
# A dict with one head for each task.

import torch
from torch import nn


class MultiTask(nn.Module):
    def __init__(self, size, tasks):
        super().__init__()
        self.body = nn.Linear(size, 8)
        self.heads = {task: nn.Linear(8, 1) for task in tasks}
#       ^^^^^^^^^^ error: ...

    def forward(self, x, task):
        return self.heads[task](self.body(x).relu())


def build(size):
    return MultiTask(size, ["price", "rent"])


def train(model, optimizer, batches):
    for x, y, task in batches:
        optimizer.zero_grad()
        (model(x, task) - y).pow(2).mean().backward()
        optimizer.step()


def main():
    model = build(6)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, optimizer, [(torch.randn(8, 6), torch.randn(8, 1), task) for task in ("price", "rent")])


main()
