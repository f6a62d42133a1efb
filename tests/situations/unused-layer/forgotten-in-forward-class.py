# rule: unused-layer
# A norm is registered after the second layer, and not called.

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.inner = nn.Linear(size, 4 * size)
        self.outer = nn.Linear(4 * size, size)
        self.norm = nn.LayerNorm(size)
    #   ^^^^^^^^^ no method of `Block` uses `self.norm`: ...

    def forward(self, x):
        return x + self.outer(torch.relu(self.inner(x)))


class Trainer:
    def __init__(self, size=8, depth=3):
        self.model = nn.Sequential(*[Block(size) for _ in range(depth)], nn.Linear(size, 1))
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def fit(self, x, y, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = nn.functional.mse_loss(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return loss.item()


trainer = Trainer()
x = torch.randn(32, 8)
print(trainer.fit(x, x.sum(dim=1, keepdim=True), 10))
print([name for name, p in trainer.model.named_parameters() if p.grad is None])
