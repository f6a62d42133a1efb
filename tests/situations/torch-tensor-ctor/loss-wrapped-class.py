# rule: ambiguous-tensor-constructor
# The strength of a penalty is meant to be 2, and is two numbers that nobody has set.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(6, 2)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def loss(self, x, y):
        errors = (self.model(x) - y).pow(2) * torch.Tensor(2)
#                                             ^^^^^^^^^^^^^^^ warning: ...
        return errors.mean()

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.loss(x, y)
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    trainer = Trainer()
    x = torch.randn(32, 6)
    for step in range(3):
        print(trainer.step(x, x[:, :2]))
