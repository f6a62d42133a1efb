"""A small classifier with a choice of depth."""

import torch
from torch import nn


class Classifier(nn.Module):
    """Classifies rows of numbers; dropout keeps it from learning them by heart."""

    def __init__(self, width: int, classes: int, depth: int = 2):
        super().__init__()
        self.first = nn.Linear(width, 32)
        self.hidden = [nn.Linear(32, 32) for _ in range(depth)]
#       ^^^^^^^^^^^ [unregistered-layers] `self.hidden` is a plain list: ...
        self.dropout = nn.Dropout(0.3)
        self.last = nn.Linear(32, classes)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        rows = torch.relu(self.first(rows))
        for layer in self.hidden:
            rows = torch.relu(layer(rows))
        return torch.softmax(self.last(self.dropout(rows)), dim=1)


def build_model(width: int, classes: int) -> nn.Module:
    """The model with the project's settings."""
    return Classifier(width, classes)
