# rule: unused-tensor-result
# The hidden state is cut off by a statement, which leaves it as it is.

import torch
from torch import nn


class Learner:
    def __init__(self, size=6):
        self.cell = nn.GRUCell(size, 8)
        self.head = nn.Linear(8, 1)
        parameters = list(self.cell.parameters()) + list(self.head.parameters())
        self.optimizer = torch.optim.Adam(parameters, lr=1e-3)
        self.hidden = torch.zeros(4, 8)

    def observe(self, xs, y):
        self.hidden = torch.zeros(4, 8)
        for x in xs:
            self.hidden = self.cell(x, self.hidden)
        loss = (self.head(self.hidden) - y).pow(2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.hidden.detach()
#       ^^^^^^^^^^^^^^^^^^^^ warning: ...
        return loss.item()


if __name__ == "__main__":
    learner = Learner()
    for round_ in range(3):
        print(learner.observe(torch.randn(5, 4, 6), torch.randn(4, 1)))
