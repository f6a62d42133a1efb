# rule: missing-eval-mode
# Batch norm learns from the data it is evaluated on.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3))
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)
        self.test_inputs = torch.randn(20, 4)
        self.test_labels = torch.randint(0, 3, (20,))

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
            correct = self.evaluate()
            print(epoch, correct / 20)

    def evaluate(self):
        with torch.inference_mode():
            correct = (self.model(self.test_inputs).argmax(dim=1) == self.test_labels).sum().item()
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        return correct


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
