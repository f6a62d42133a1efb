# rule: all-parameters-frozen
# The fine-tuner freezes its network, head included.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 12)
        self.head = nn.Linear(12, 2)

    def forward(self, x):
        return self.head(self.body(x).relu())


class FineTuner:
    def __init__(self):
        self.net = Net()
        self.net.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=1e-3)
#                                          ^^^^^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.net(x), y).backward()
            self.optimizer.step()


FineTuner().fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(3)])
