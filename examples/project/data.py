"""Rows of random numbers whose largest entry is their class."""

import torch
from torch.utils.data import DataLoader, TensorDataset

WIDTH = 8
CLASSES = 4


def loaders(batch_size: int = 16) -> tuple[DataLoader, DataLoader]:
    """Loaders of the training and the validation rows."""
    rows = torch.randn(256, WIDTH)
    labels = rows[:, :CLASSES].argmax(dim=1)
    train = TensorDataset(rows[:192], labels[:192])
    valid = TensorDataset(rows[192:], labels[192:])
    return DataLoader(train, batch_size=batch_size, shuffle=True), DataLoader(valid, batch_size=batch_size)
