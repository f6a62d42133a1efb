# rule: in-place-on-saved-tensor
# A residual is added in place to what an activation has given.

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Linear(width, width)
        self.gate = nn.Linear(width, width)

    def forward(self, x):
        gated = torch.sigmoid(self.gate(x))
        gated *= self.inner(x)
#       ^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return gated


class Trainer:
    def __init__(self, width):
        self.encoder = Encoder(width)
        self.head = nn.Linear(width, 1)
        parameters = list(self.encoder.parameters()) + list(self.head.parameters())
        self.optimizer = torch.optim.AdamW(parameters, lr=1e-3)
        self.criterion = nn.MSELoss()

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.head(self.encoder(x)), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    trainer = Trainer(8)
    for index in range(10):
        x = torch.randn(16, 8)
        print(index, trainer.step(x, x.sum(1, keepdim=True)))
