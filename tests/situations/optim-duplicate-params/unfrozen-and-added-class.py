# rule: duplicate-parameters
# The fine-tuner adds the body when it is thawed; its optimizer has the body already.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 16)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(self.body(x).relu())


class FineTuner:
    def __init__(self):
        self.net = Net()
        self.net.body.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=1e-3)

    def thaw(self):
        self.net.body.requires_grad_(True)
        self.optimizer.add_param_group({"params": self.net.body.parameters(), "lr": 1e-4})
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ...

    def fit(self, inputs, targets, steps):
        for _ in range(steps):
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.net(inputs), targets).backward()
            self.optimizer.step()


tuner = FineTuner()
data = torch.randn(32, 8), torch.randint(0, 2, (32,))
tuner.fit(*data, 3)
tuner.thaw()
tuner.fit(*data, 3)
