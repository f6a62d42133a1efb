# rule: training-without-gradients
# An evaluation switches gradients off and never on again.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
x, y = torch.randn(64, 8), torch.randn(64, 1)
x_val, y_val = torch.randn(32, 8), torch.randn(32, 1)


class Trainer:
    def __init__(self):
        self.model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def evaluate(self):
        torch.set_grad_enabled(False)
        return F.mse_loss(self.model(x_val), y_val).item()

    def fit(self):
        print("before:", self.evaluate())
        for epoch in range(5):
            self.optimizer.zero_grad()
            loss = F.mse_loss(self.model(x), y)
            loss.backward()
#           ^^^^^^^^^^^^^^^ error: ...
            self.optimizer.step()


Trainer().fit()
