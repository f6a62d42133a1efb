# rule: unstable-log-probability
# The sigmoid is taken in the loss function of the file.

import torch
import torch.nn.functional as F
from torch import nn


def loss_of(logits, targets):
    probabilities = torch.sigmoid(logits)
    return F.binary_cross_entropy(probabilities, targets)
    #                             ^^^^^^^^^^^^^ hint: `binary_cross_entropy` gets a sigmoid, which is exactly 0 or 1 ...


def train(model, x, y, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for step in range(steps):
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


x = torch.randn(64, 3) * 50
y = (x[:, :1] > 0).float()
print(train(nn.Linear(3, 1), x, y, 20))
