# rule: unstable-log-probability
# A discriminator's loss is written out by hand, with a sigmoid and a logarithm.

import torch
from torch import nn


class Judge:
    def __init__(self):
        self.net = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)

    def loss(self, real):
        sure = torch.sigmoid(self.net(real))
        return -torch.log(sure).mean()
#               ^^^^^^^^^^^^^^^ hint: ...

    def step(self, real):
        self.optimizer.zero_grad()
        loss = self.loss(real)
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    judge = Judge()
    for step in range(3):
        print(judge.step(torch.randn(16, 6)))
