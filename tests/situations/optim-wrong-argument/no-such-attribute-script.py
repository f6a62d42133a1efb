# rule: not-parameters
# A method that modules do not have.

import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 1)

    def forward(self, x):
        return self.layer(x)


torch.manual_seed(0)
model = Net()
optimizer = optim.SGD(model.params(), lr=0.1)
#                     ^^^^^^^^^^^^^^ error: the model has no attribute `params`: this raises AttributeError
x, y = torch.randn(32, 4), torch.randn(32, 1)
for _ in range(3):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
