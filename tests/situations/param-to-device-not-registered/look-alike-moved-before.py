# rule: unregistered-parameter
# The tensor is scaled and moved before it becomes a parameter, and the parameter is used in `forward`.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Scaled(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter((torch.ones(size) * 0.5).to(device))
        self.shift = nn.Parameter(torch.zeros(size)).requires_grad_(True)
        self.fc = nn.Linear(size, 1)

    def forward(self, x):
        scale = self.scale * 2
        return self.fc(x * scale + self.shift)


model = Scaled(6).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(4, 6).to(device)).pow(2).mean().backward()
    optimizer.step()
