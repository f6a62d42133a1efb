# rule: softmax-dimension
# The logarithm goes over the batch.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        return F.log_softmax(self.head(x), dim=0)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = nn.NLLLoss()
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
