# rule: training-without-gradients
# The loss is computed under no_grad.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05)
        self.criterion = nn.MSELoss()

    def train_epoch(self):
        for x, y in self.loader:
            self.optimizer.zero_grad()
            with torch.no_grad():
                prediction = self.model(x)
                loss = self.criterion(prediction, y) + 0.01 * prediction.abs().mean()
            loss.backward()
#           ^^^^^^^^^^^^^^^ error: ...
            self.optimizer.step()
        return loss

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    inputs = torch.rand(64, 6)
    targets = inputs.mean(dim=1, keepdim=True)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=8)
    Trainer(loader).fit(3)
