# rule: non-leaf-parameter
# A change of the type makes a new tensor.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.weights = torch.randn(4, 3, requires_grad=True).to(torch.float64)
        self.criterion = nn.CrossEntropyLoss()

    def fit(self):
        self.optimizer = optim.SGD([self.weights], lr=0.05)
#                                  ^^^^^^^^^^^^^^ error: ...
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(x.double() @ self.weights, y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
