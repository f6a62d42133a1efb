# rule: optimizer-before-device-move
# The model changes its type between two phases, the optimizer has a state already.

import torch
from torch import nn, optim


def one_pass(model, optimizer, criterion, x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


class Experiment:
    def __init__(self):
        self.inputs = torch.randn(64, 4)
        self.labels = torch.randint(0, 3, (64,))
        self.model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)
        one_pass(self.model, self.optimizer, self.criterion, self.inputs, self.labels)
        self.model.double()
#       ^^^^^^^^^^^^^^^^^^^ error: ...
        one_pass(self.model, self.optimizer, self.criterion, self.inputs.double(), self.labels)


if __name__ == "__main__":
    torch.manual_seed(0)
    Experiment()
