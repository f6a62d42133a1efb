# rule: shadowed-module-attribute
# A flag of the model is called `eval`, which the trainer calls.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.eval = False
#       ^^^^^^^^^ error: ...
        self.fc = nn.Linear(size, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc(x)) if self.eval else self.fc(x)


class Trainer:
    def __init__(self):
        self.model = Net(6)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def fit(self, batches):
        for x, y in batches:
            self.optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(self.model(x), y).backward()
            self.optimizer.step()

    @torch.no_grad()
    def score(self, batches):
        self.model.eval()
        return [self.model(x).mean().item() for x, _ in batches]


trainer = Trainer()
data = [(torch.randn(4, 6), torch.ones(4, 1)) for _ in range(3)]
trainer.fit(data)
print(trainer.score(data))
