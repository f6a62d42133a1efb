# rule: step-outside-loop
# A method goes backward for each batch; the step is indented too little.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, loader):
        self.model = model
        self.loader = loader
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def train_batch(self, x, y):
        loss = self.criterion(self.model(x), y)
        loss.backward()
        return loss.item()

    def train_epoch(self):
        self.model.train()
        total = 0.0
        for x, y in self.loader:
            self.optimizer.zero_grad()
            total += self.train_batch(x, y)
        self.optimizer.step()
#       ^^^^^^^^^^^^^^^^^^^^^ warning: ...
        return total / len(self.loader)

    def fit(self, epochs=3):
        for epoch in range(epochs):
            print(f"epoch {epoch}: {self.train_epoch():.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
    targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)
    Trainer(nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)), loader).fit()
