# rule: probabilities-into-kl-div
# The goal comes first: silent.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        self.loader = DataLoader(TensorDataset(inputs, torch.randn(64, 3)), batch_size=16)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = F.kl_div(y.softmax(dim=1), F.log_softmax(self.model(x), dim=1), reduction="batchmean")
#                               ^^^^^^^^^^^^^^^^ error: ...
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
