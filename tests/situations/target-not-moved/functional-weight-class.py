# rule: loss-weight-on-other-device
# The weights of the classes stay on the CPU.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, device, loader, model, class_weights, optimizer):
        self.device = device
        self.loader = loader
        self.model = model
        self.class_weights = class_weights
        self.optimizer = optimizer

    def train_step(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(x), y, weight=self.class_weights)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss.backward()
        self.optimizer.step()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()


def main():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Linear(4, 3).to(device)
    class_weights = torch.ones(3)
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(device, loader, model, class_weights, optimizer).fit()


if __name__ == "__main__":
    main()
