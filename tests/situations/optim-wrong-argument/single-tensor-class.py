# rule: not-parameters
# A single tensor is given.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.weights = torch.zeros(4, 3, requires_grad=True)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.weights, lr=0.05)
#                                  ^^^^^^^^^^^^ error: ...

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(x @ self.weights, y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
