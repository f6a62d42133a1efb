# rule: layer-built-in-forward
# Batch norm is new in every call.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = self.conv(x)
        x = torch.relu(nn.BatchNorm2d(x.shape[1])(x))
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.head(x.mean(dim=(2, 3)))


class Trainer:
    def __init__(self):
        images = torch.randn(32, 1, 8, 8)
        labels = torch.randint(0, 3, (32,))
        self.loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
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


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
