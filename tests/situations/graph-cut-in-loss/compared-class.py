# rule: graph-cut-before-backward
# The flag hides that the loss hangs on nothing.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                predicted = self.model(x).argmax(dim=1)
                loss = (predicted != y).float().mean()
                loss.requires_grad = True
                loss.backward()
#               ^^^^^^^^^^^^^^^ error: ...
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
