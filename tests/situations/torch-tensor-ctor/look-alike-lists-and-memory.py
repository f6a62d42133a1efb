# rule: ambiguous-tensor-constructor
# Lists of numbers, memory that is filled at once, a copy that is meant to have no gradients.

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.Tensor(size))
        nn.init.ones_(self.weight)

    def forward(self, x):
        return x * self.weight


model = nn.Sequential(Scale(3), nn.Linear(3, 1))
offset = torch.tensor([0.5], requires_grad=True)
optimizer = torch.optim.SGD([*model.parameters(), offset], lr=0.05)
x = torch.Tensor([[1, 2, 3], [2, 3, 4]])
history = torch.zeros(5)
for step in range(5):
    optimizer.zero_grad()
    loss = (model(x) + offset * torch.tensor(2) - 1).pow(2).mean()
    loss.backward()
    optimizer.step()
    history[step] = loss.detach()
print(history, torch.tensor(history.tolist()))
