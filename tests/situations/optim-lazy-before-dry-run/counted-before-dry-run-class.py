# rule: uninitialized-lazy-parameters
# The parameters are counted before the first forward pass.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.LazyLinear(32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


class Trainer:
    def __init__(self):
        self.model = Net()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)
        self.size = 0
        for parameter in self.model.parameters():
            self.size += parameter.numel()
#                        ^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, steps):
        for step in range(steps):
            x = torch.randn(16, 6)
            self.optimizer.zero_grad()
            loss = (self.model(x) - x.sum(1, keepdim=True)).pow(2).mean()
            loss.backward()
            self.optimizer.step()
        print(self.size, loss.item())


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit(20)
