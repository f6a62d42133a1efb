# rule: method-not-called
# The scheduler's step is named and not called.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, loader, epochs=3):
        self.model = model
        self.loader = loader
        self.epochs = epochs
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-2)

    def train_epoch(self):
        self.model.train()
        scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, step_size=2)
        for x, y in self.loader:
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        scheduler.step
#       ^^^^^^^^^^^^^^ error: ...
        return loss.item()

    def fit(self):
        for epoch in range(self.epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(1)
    inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
    targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)
    Trainer(nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)), loader).fit()
