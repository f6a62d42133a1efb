# rule: unregistered-layers
# The hidden layers stand in a Python list.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size, depth):
        super().__init__()
        self.hidden = [nn.Linear(size, size) for _ in range(depth)]
#       ^^^^^^^^^^^ error: ...
        self.head = nn.Linear(size, 2)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.head(x)


model = Net(10, 3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
