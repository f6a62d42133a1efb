# rule: forward-called-directly
# A block of its own calls forward of its layer, whose weight is normed by a hook.

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.layer = nn.utils.weight_norm(nn.Linear(size, size))
        self.out = nn.Linear(size, 1)

    def forward(self, x):
        x = torch.relu(self.layer.forward(x))
        #              ^^^^^^^^^^^^^^^^^^^^^ warning: `self.layer.forward(...)` passes by what `weight_norm` registered: ...
        return self.out(x)


class Trainer:
    def __init__(self):
        self.model = Block(8)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self, inputs, targets, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = nn.functional.mse_loss(self.model(inputs), targets)
            loss.backward()
            self.optimizer.step()


trainer = Trainer()
inputs = torch.randn(32, 8)
trainer.fit(inputs, inputs.mean(dim=1, keepdim=True), 20)
