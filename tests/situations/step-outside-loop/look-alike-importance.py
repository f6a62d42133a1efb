# rule: step-outside-loop, missing-step
# Behind training, the gradients themselves are wanted; then training goes on.

import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
batches = [(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(10)]


def train(steps):
    for x, y in batches[:steps]:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()


train(10)
importance = torch.zeros_like(model.weight)
for x, y in batches:
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    importance += model.weight.grad.detach() ** 2
print(importance)
train(5)
