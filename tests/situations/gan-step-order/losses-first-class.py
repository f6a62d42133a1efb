# rule: step-between-backwards
# Both losses are computed first; then the discriminator is stepped, then the second loss goes back.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Gan:
    def __init__(self, loader):
        self.loader = loader
        self.net_g = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 6))
        self.net_d = nn.Sequential(nn.Linear(6, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
        self.opt_g = torch.optim.Adam(self.net_g.parameters(), lr=2e-4)
        self.opt_d = torch.optim.Adam(self.net_d.parameters(), lr=2e-4)
        self.criterion = nn.BCEWithLogitsLoss()

    def train_epoch(self):
        for (real,) in self.loader:
            ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
            fake = self.net_g(torch.randn(len(real), 3))
            judged = self.net_d(fake)
            loss_d = self.criterion(self.net_d(real), ones) + self.criterion(judged, zeros)
            loss_g = self.criterion(judged, ones)
            self.opt_d.zero_grad()
            loss_d.backward(retain_graph=True)
            self.opt_d.step()
            self.opt_g.zero_grad()
            loss_g.backward()
#           ^^^^^^^^^^^^^^^^^ error: ...
            self.opt_g.step()
        return loss_g

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(torch.randn(64, 6)), batch_size=16)
    Gan(loader).fit(3)
