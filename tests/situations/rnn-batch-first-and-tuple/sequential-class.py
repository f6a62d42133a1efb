# rule: rnn-output-tuple
# In a Sequential the pair goes on.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 5, 4)
        labels = torch.randn(64, 5, 3)
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
        self.model = nn.Sequential(nn.LSTM(4, 8, batch_first=True), nn.Linear(8, 3))
        self.criterion = nn.MSELoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
#                                     ^^^^^^^^^^^^^ error: ...
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
