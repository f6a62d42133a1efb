# rule: missing-super-init
# The call stands below the first layer.

import torch
from torch import nn

inputs = torch.randn(32, 6)
targets = inputs.sum(dim=1, keepdim=True)


class Regressor(nn.Module):
    """Two layers and a dropout between them."""

    def __init__(self, width=12, dropout=0.1):
        self.first = nn.Linear(6, width)
    #   ^^^^^^^^^^ `super().__init__()` has not run yet: ...
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.second = nn.Linear(width, 1)

    def forward(self, x):
        return self.second(self.drop(torch.relu(self.first(x))))


net = Regressor()
optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
for step in range(20):
    optimizer.zero_grad()
    loss = (net(inputs) - targets).pow(2).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
