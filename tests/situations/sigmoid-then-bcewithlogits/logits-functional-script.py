# rule: logits-into-bce
# Scores into the loss of probabilities.

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Config:
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 3


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(x).squeeze(-1)


if __name__ == "__main__":
    config = Config()
    inputs = torch.randn(64, 4)
    labels = (inputs.sum(dim=1) > 0).float()
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=config.batch_size, shuffle=True)
    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=config.lr, momentum=0.9)
    for epoch in range(config.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            out = model(x)
            loss = F.binary_cross_entropy(out, y)
#                                         ^^^ error: ...
            loss.backward()
            optimizer.step()
