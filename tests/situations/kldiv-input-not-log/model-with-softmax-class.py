# rule: probabilities-into-kl-div
# The first argument has no logarithm.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        self.loader = DataLoader(TensorDataset(inputs, torch.randn(64, 3)), batch_size=16)
        self.teacher = nn.Linear(4, 3)
        self.model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
#                                                   ^^^^^^^^^^^^^^^^^ error: ...
        self.criterion = nn.KLDivLoss(reduction="batchmean")
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                with torch.no_grad():
                    goal = self.teacher(x).softmax(dim=1)
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), goal)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
