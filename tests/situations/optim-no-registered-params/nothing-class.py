# rule: no-registered-parameters
# The layers are local variables of the constructor, and lost at its end.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        body = nn.Linear(size, 8)
        self.sizes = (size, body.out_features)
        self.norm = nn.BatchNorm1d(8, affine=False)

    def forward(self, x):
        return self.norm(x[:, :8])


class Trainer:
    def __init__(self):
        self.net = Net(10)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=1e-3)
#                                          ^^^^^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches):
        for x in batches:
            self.optimizer.zero_grad()
            self.net(x).pow(2).mean().backward()
            self.optimizer.step()


Trainer().fit([torch.randn(4, 10) for _ in range(3)])
