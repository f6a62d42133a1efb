# rule: uninitialized-lazy-parameters
# Adagrad makes its state while the lazy layers have no values yet.

import torch
from torch import nn


class Trainer:
    def __init__(self, classes):
        self.model = nn.Sequential(nn.LazyLinear(32), nn.ReLU(), nn.Linear(32, classes))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adagrad(self.model.parameters(), lr=0.05)
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, batches, epochs):
        for epoch in range(epochs):
            for x, y in batches:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
            print(epoch, loss.item())


if __name__ == "__main__":
    torch.manual_seed(0)
    data = [(torch.randn(16, 10), torch.randint(0, 3, (16,))) for _ in range(8)]
    Trainer(3).fit(data, 3)
