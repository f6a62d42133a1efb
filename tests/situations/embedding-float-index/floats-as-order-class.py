# rule: float-index
# The permutation was made a float.

import torch
from torch import nn, optim


class Trainer:
    def __init__(self, inputs, labels, order, model, criterion, optimizer):
        self.inputs = inputs
        self.labels = labels
        self.order = order
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_epoch(self):
        self.optimizer.zero_grad()
        x, y = self.inputs[self.order], self.labels[self.order]
#                          ^^^^^^^^^^ error: ...
#                                                   ^^^^^^^^^^ error: ...
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()

    def fit(self):
        for epoch in range(3):
            self.train_epoch()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    order = torch.randperm(64).float()
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(inputs, labels, order, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
