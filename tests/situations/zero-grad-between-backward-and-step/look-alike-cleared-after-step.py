# rule: zero-grad-before-step, step-before-backward
# Cleared after each step, and once more when an epoch begins.

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(F.relu(self.body(x)))


def train(model, optimizer, batches, accumulate=2):
    optimizer.zero_grad()
    for index, (x, y) in enumerate(batches):
        loss = F.cross_entropy(model(x), y) / accumulate
        loss.backward()
        if (index + 1) % accumulate == 0:
            optimizer.step()
            optimizer.zero_grad()
    return loss.item()


def main():
    batches = [(torch.randn(16, 8), torch.randint(0, 2, (16,))) for _ in range(6)]
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        print(epoch, train(model, optimizer, batches))


main()
