# rule: unstable-log-probability
# A margin that is smoothed by softplus, computed in two steps.

import torch
from torch import nn


class SmoothMargin(nn.Module):
    def forward(self, scores, signs):
        return torch.log(1 + torch.exp(-signs * scores)).mean()
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: an exponential is infinite above 88, and so is this logarithm: ...


class Trainer:
    def __init__(self):
        self.model = nn.Linear(5, 1)
        self.criterion = SmoothMargin()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self, x, signs, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x).squeeze(1), signs)
            loss.backward()
            self.optimizer.step()
        return loss.item()


torch.manual_seed(0)
x = torch.randn(64, 5) * 300
print(Trainer().fit(x, torch.sign(x[:, 0]), 20))
