# rule: numpy-on-grad-tensor
# Without gradients, detached or as a number.

import numpy as np
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, inputs, targets, loader, model, criterion, optimizer, history):
        self.inputs = inputs
        self.targets = targets
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer
        self.history = history

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.history.append(loss.item())
        parts = loss.detach().numpy()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()
            with torch.no_grad():
                predictions = self.model(self.inputs).numpy()
            weights = self.model[0].weight.data.numpy()
            print(epoch, predictions.mean(), weights.shape, np.array(self.history).mean(), np.array(self.targets).shape)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    history = []
    Trainer(inputs, targets, loader, model, criterion, optimizer, history).fit()


if __name__ == "__main__":
    main()
