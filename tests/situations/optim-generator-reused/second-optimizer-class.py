# rule: consumed-parameter-generator
# The second optimizer gets nothing.

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
        params = self.model.parameters()
        self.optimizer = optim.SGD(params, lr=0.05)
        self.finetune = optim.Adam(params, lr=0.01)
#                                  ^^^^^^ error: ...

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
                self.finetune.zero_grad()
                self.criterion(self.model(x), y).backward()
                self.finetune.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
