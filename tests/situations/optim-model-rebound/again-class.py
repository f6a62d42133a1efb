# rule: model-rebound-after-optimizer
# A reset gives the trainer a new model and leaves the optimizer as it was.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(6, 2)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def reset(self):
        self.model = nn.Linear(6, 2)
#       ^^^^^^^^^^ error: ...

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.model(x), y).backward()
            self.optimizer.step()


trainer = Trainer()
trainer.reset()
trainer.fit([(torch.randn(8, 6), torch.randint(0, 2, (8,))) for _ in range(3)])
