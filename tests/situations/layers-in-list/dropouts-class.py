# rule: unregistered-layers
# Dropout in a list never hears of the mode.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 16)
        self.drops = [nn.Dropout(0.2), nn.Dropout(0.5)]
#       ^^^^^^^^^^ warning: ...
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        x = torch.relu(self.body(x))
        return sum(self.head(drop(x)) for drop in self.drops) / len(self.drops)


class Trainer:
    def __init__(self):
        self.inputs = torch.randn(64, 4)
        self.labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(self.inputs, self.labels), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
            total = self.evaluate()
            print(epoch, total)

    def evaluate(self):
        self.model.eval()
        with torch.no_grad():
            total = self.criterion(self.model(self.inputs), self.labels).item()
        self.model.train()
        return total


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
