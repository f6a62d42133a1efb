# rule: step-outside-loop, missing-step
# A function takes the gradients of each sample; what they come to is put back before the step.

import torch
from torch import nn

torch.manual_seed(0)
inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)


def gradients_of(x, y):
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return [weight.grad.clone() for weight in model.parameters()]


for x, y in zip(inputs.split(8), targets.split(8)):
    sums = [torch.zeros_like(weight) for weight in model.parameters()]
    for sample, wanted in zip(x, y):
        optimizer.zero_grad()
        for total, gradient in zip(sums, gradients_of(sample, wanted)):
            total += gradient
    for weight, total in zip(model.parameters(), sums):
        weight.grad = total / len(x)
    optimizer.step()
