# rule: not-parameters
# The model names its parameters itself, and its state is given with the parameters in it.

import torch
from torch import nn, optim


class Named:
    def params(self):
        return [parameter for parameter in self.parameters() if parameter.requires_grad]


class Net(Named, nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.out = nn.Linear(8, 1)
        self.weights = list(self.out.parameters())

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


torch.manual_seed(0)
x, y = torch.randn(32, 4), torch.randn(32, 1)
model = Net()
print(len(list(model.state_dict().values())))
optimizers = [
    optim.SGD(model.params(), lr=0.1),
    optim.SGD(model.weights, lr=0.1),
    optim.SGD(list(model.state_dict(keep_vars=True).values()), lr=0.1),
]
for optimizer in optimizers:
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
