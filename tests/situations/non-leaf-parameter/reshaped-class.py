# rule: non-leaf-parameter
# A view of a leaf is not a leaf.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        flat = torch.zeros(12, requires_grad=True)
        self.weights = flat.view(4, 3)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.Adam([self.weights], lr=0.01)
#                                   ^^^^^^^^^^^^^^ error: ...

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
