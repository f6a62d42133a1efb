# rule: wrong-optimizer-zeroed
# The generator's gradients are never cleared.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, loader, generator, discriminator, opt_g, opt_d, criterion):
        self.loader = loader
        self.generator = generator
        self.discriminator = discriminator
        self.opt_g = opt_g
        self.opt_d = opt_d
        self.criterion = criterion

    def train_step(self, real):
        noise = torch.randn(len(real), 2)
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        self.opt_d.zero_grad()
        fake = self.generator(noise)
        d_loss = self.criterion(self.discriminator(real), ones) + self.criterion(
            self.discriminator(fake.detach()), zeros
        )
        d_loss.backward()
        self.opt_d.step()

        self.opt_d.zero_grad()
#       ^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        g_loss = self.criterion(self.discriminator(fake), ones)
        g_loss.backward()
        self.opt_g.step()

    def train_epoch(self):
        for (real,) in self.loader:
            self.train_step(real)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    loader = DataLoader(TensorDataset(inputs), batch_size=16)
    generator = nn.Linear(2, 2)
    discriminator = nn.Linear(2, 1)
    opt_g = optim.Adam(generator.parameters(), lr=0.01)
    opt_d = optim.Adam(discriminator.parameters(), lr=0.01)
    criterion = nn.BCEWithLogitsLoss()
    Trainer(loader, generator, discriminator, opt_g, opt_d, criterion).fit()


if __name__ == "__main__":
    main()
