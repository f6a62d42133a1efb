# rule: loss-graph-accumulated
# The sum keeps every graph.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        self.inputs = torch.randn(64, 4)
        targets = self.inputs.sum(dim=1, keepdim=True)
        self.loader = DataLoader(TensorDataset(self.inputs, targets), batch_size=16, shuffle=True)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
        self.criterion = nn.MSELoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)

    def fit(self):
        for epoch in range(3):
            running = 0
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
                running = running + loss * len(x)
#                                   ^^^^^^^^^^^^^ warning: ...
            print(epoch, float(running) / len(self.inputs))


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
