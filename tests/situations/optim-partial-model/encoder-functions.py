# rule: model-not-optimized
# Both optimizers of a GAN have the discriminator.

import torch
from torch import nn


def build():
    generator = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
    discriminator = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    return generator, discriminator


def train(generator, discriminator, for_generator, for_discriminator, batches):
    criterion = nn.BCEWithLogitsLoss()
    for real in batches:
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        fake = generator(torch.randn(len(real), 8))
        for_discriminator.zero_grad()
        loss = criterion(discriminator(real), ones) + criterion(discriminator(fake.detach()), zeros)
        loss.backward()
        for_discriminator.step()
        for_generator.zero_grad()
        criterion(discriminator(fake), ones).backward()
        for_generator.step()


def main():
    generator, discriminator = build()
    for_discriminator = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
    for_generator = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    train(generator, discriminator, for_generator, for_discriminator, [torch.randn(16, 2) for _ in range(4)])


main()
