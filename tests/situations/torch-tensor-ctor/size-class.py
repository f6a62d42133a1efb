# rule: ambiguous-tensor-constructor
# A threshold that is to be two is two numbers from anywhere.

import torch
from torch import nn, optim


class Counter:
    def __init__(self):
        self.model = nn.Linear(4, 2)
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)
        self.criterion = nn.MSELoss()

    def fit(self, inputs, targets, epochs=3):
        for _ in range(epochs):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(inputs), targets)
            loss.backward()
            self.optimizer.step()

    def count(self, inputs):
        self.model.eval()
        with torch.no_grad():
            return (self.model(inputs) > torch.Tensor(2)).sum().item()
#                                        ^^^^^^^^^^^^^^^ warning: ...


counter = Counter()
counter.fit(torch.randn(16, 4), torch.randn(16, 2))
print(counter.count(torch.randn(16, 4)))
