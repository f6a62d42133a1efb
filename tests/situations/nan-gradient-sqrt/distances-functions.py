# rule: gradient-of-sqrt-at-zero
# The distance of two outputs, which are equal at first.

import torch
from torch import nn


def distance(one, other):
    squared = (one - other).pow(2).sum(dim=1)
    return squared.sqrt().mean()
    #      ^^^^^^^^^^^^^^ hint: the gradient of `sqrt` is not a number where this sum of squares is zero


def train(student, teacher, steps):
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
    for step in range(steps):
        x = torch.randn(8, 4)
        wanted = teacher(x).detach()
        optimizer.zero_grad()
        loss = distance(student(x), wanted)
        loss.backward()
        optimizer.step()
    return student.weight


teacher, student = nn.Linear(4, 2), nn.Linear(4, 2)
student.load_state_dict(teacher.state_dict())
print(train(student, teacher, 2))
