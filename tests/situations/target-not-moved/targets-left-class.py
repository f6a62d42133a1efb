# rule: input-on-other-device
# Targets of a regression stay on the CPU.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        inputs = torch.randn(64, 4)
        targets = inputs.sum(dim=1, keepdim=True)
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = nn.Linear(4, 1)
        self.model.to(self.device)
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                out = self.model(x.to(self.device))
                loss = F.mse_loss(out, y)
#                                      ^ error: ...
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
