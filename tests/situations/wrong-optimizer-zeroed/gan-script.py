# rule: wrong-optimizer-zeroed
# The generator's gradients are never cleared.

from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.01
    batch_size: int = 16
    epochs: int = 3


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 2)
    loader = DataLoader(TensorDataset(inputs), batch_size=config.batch_size)
    generator = nn.Linear(2, 2)
    discriminator = nn.Linear(2, 1)
    opt_g = optim.Adam(generator.parameters(), lr=config.lr)
    opt_d = optim.Adam(discriminator.parameters(), lr=config.lr)
    criterion = nn.BCEWithLogitsLoss()
    for epoch in range(config.epochs):
        for (real,) in loader:
            noise = torch.randn(len(real), 2)
            ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
            opt_d.zero_grad()
            fake = generator(noise)
            d_loss = criterion(discriminator(real), ones) + criterion(discriminator(fake.detach()), zeros)
            d_loss.backward()
            opt_d.step()

            opt_d.zero_grad()
#           ^^^^^^^^^^^^^^^^^ warning: ...
            g_loss = criterion(discriminator(fake), ones)
            g_loss.backward()
            opt_g.step()
