# rule: hardcoded-cuda
# A trainer keeps its device, and moves its model without asking it.

import torch
from torch import nn


class Trainer:
    def __init__(self, lr=0.1):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = nn.Linear(4, 1)
        self.model.cuda()
    #   ^^^^^^^^^^^^^^^^^ information: `.cuda()` means a GPU, whatever `self.device` is: without one it raises
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)

    def fit(self, x, y, epochs):
        x, y = x.to(self.device), y.to(self.device)
        for epoch in range(epochs):
            self.optimizer.zero_grad()
            loss = nn.functional.mse_loss(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return loss.item()


x = torch.randn(32, 4)
print(Trainer().fit(x, x.mean(dim=1, keepdim=True), 5))
