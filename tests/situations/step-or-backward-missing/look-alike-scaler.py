# rule: missing-step, missing-backward
# The scaler goes back and steps.

import torch
from torch import nn


class Trainer:
    def __init__(self, model, lr=1e-2):
        self.model = model
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        self.scaler = torch.amp.GradScaler("cpu", enabled=False)

    def backward_and_step(self, loss):
        self.scaler.scale(loss).backward()
        self.scaler.step(self.optimizer)
        self.scaler.update()

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                output = self.model(x)
            loss = nn.functional.mse_loss(output.float(), y)
            self.backward_and_step(loss)
            print(loss.item())


Trainer(nn.Linear(4, 1)).fit([(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(5)])
