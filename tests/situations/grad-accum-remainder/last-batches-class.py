# rule: dropped-accumulation-remainder
# Ten batches, a step on each fourth, and the gradients are cleared at the beginning of the next epoch.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, accumulate):
        self.loader = loader
        self.accumulate = accumulate
        self.model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1, momentum=0.9)

    def fit(self, epochs):
        for epoch in range(epochs):
            self.optimizer.zero_grad()
            for index, (x, y) in enumerate(self.loader):
                loss = self.criterion(self.model(x), y) / self.accumulate
                loss.backward()
                if (index + 1) % self.accumulate == 0:
                    self.optimizer.step()
#                   ^^^^^^^^^^^^^^^^^^^^^ warning: ...
                    self.optimizer.zero_grad()
            print(epoch, loss.item())


if __name__ == "__main__":
    torch.manual_seed(0)
    inputs = torch.randn(80, 6)
    Trainer(DataLoader(TensorDataset(inputs, (inputs.sum(1) > 0).long()), batch_size=8, shuffle=True), 4).fit(3)
