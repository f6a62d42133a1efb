# rule: double-precision-input
# Pictures are read as bytes, and nobody converts them.

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim


def load(count):
    pixels = np.zeros((count, 28, 28), dtype=np.uint8)
    return torch.from_numpy(pixels), torch.zeros(count, dtype=torch.long)


def build():
    return nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 64), nn.ReLU(), nn.Linear(64, 10))


def train(model, pictures, digits, epochs=2):
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(pictures), digits)
#                                    ^^^^^^^^ error: `pictures` is `uint8`, ...
        loss.backward()
        optimizer.step()
    return model


if __name__ == "__main__":
    train(build(), *load(32))
