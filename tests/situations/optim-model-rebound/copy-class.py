# rule: model-rebound-after-optimizer
# The trained model is a copy of the one that the optimizer holds.

import copy

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)

    def fit(self):
        self.model = copy.deepcopy(self.model)
#       ^^^^^^^^^^ error: ...
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
