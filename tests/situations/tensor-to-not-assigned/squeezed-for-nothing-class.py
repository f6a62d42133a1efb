# rule: unused-tensor-result
# The reshaped tensor is thrown away.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        images = torch.randn(32, 4, 1)
        labels = torch.randint(0, 3, (32,))
        self.loader = DataLoader(TensorDataset(images, labels), batch_size=16)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                x = x.reshape(len(x), -1)
                self.optimizer.zero_grad()
                scores = self.model(x)
                scores.squeeze()
#               ^^^^^^^^^^^^^^^^ warning: ...
                loss = self.criterion(scores, y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
