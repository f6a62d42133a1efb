# rule: context-manager-not-entered
# `torch.autocast(...)` is made and never entered.

import torch
from torch import nn


class Trainer:
    def __init__(self, model):
        self.model = model
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

    def step(self, x, y):
        self.optimizer.zero_grad()
        torch.autocast("cpu", dtype=torch.bfloat16)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        output = self.model(x)
        loss = self.criterion(output, y)
        loss.backward()
        self.optimizer.step()
        return loss.item(), output.dtype


trainer = Trainer(nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3)))
for _ in range(4):
    print(trainer.step(torch.randn(16, 8), torch.randint(0, 3, (16,))))
