# rule: train-mode-not-restored
# It is evaluated every few batches.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.body(x))))


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
            self.model.train()
            for i, (x, y) in enumerate(self.loader):
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
#                                     ^^^^^^^^^^^^^ warning: ...
                loss.backward()
                self.optimizer.step()
                if i % 2 == 1:
                    self.model.eval()
                    with torch.no_grad():
                        print(i, self.criterion(self.model(self.inputs), self.labels).item())


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
