# rule: no-registered-parameters
# All that the model has is an activation; its weights are a plain tensor.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.zeros(size, 2)
        self.activation = nn.Softplus()

    def forward(self, x):
        return self.activation(x @ self.weight)


model = Net(10)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
#                            ^^^^^^^^^^^^^^^^^^ error: ...
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(inputs), targets)
    loss.backward()
    optimizer.step()
