# rule: not-parameters
# A trainer takes the values of the state for the parameters.

import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


class Trainer:
    def __init__(self, lr=0.1):
        self.model = Net()
        self.optimizer = optim.SGD(self.model.state_dict().values(), lr=lr)
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        self.criterion = nn.MSELoss()

    def fit(self, x, y, epochs=3):
        for _ in range(epochs):
            self.model.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()


torch.manual_seed(0)
Trainer().fit(torch.randn(32, 4), torch.randn(32, 1))
