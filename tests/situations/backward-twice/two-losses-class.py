# rule: backward-twice
# Two heads get the same features, and each loss goes backward by itself.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.body = nn.Sequential(nn.Linear(4, 16), nn.ReLU())
        self.value = nn.Linear(16, 1)
        self.label = nn.Linear(16, 3)
        parameters = [*self.body.parameters(), *self.value.parameters(), *self.label.parameters()]
        self.optimizer = torch.optim.AdamW(parameters, lr=1e-2)

    def train_batch(self, x, value, label):
        self.optimizer.zero_grad()
        features = self.body(x)
        nn.functional.mse_loss(self.value(features), value).backward()
        nn.functional.cross_entropy(self.label(features), label).backward()
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        self.optimizer.step()

    def fit(self, inputs, values, labels, epochs=3):
        for epoch in range(epochs):
            for x, value, label in zip(inputs.split(16), values.split(16), labels.split(16)):
                self.train_batch(x, value, label)


if __name__ == "__main__":
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    Trainer().fit(inputs, inputs.sum(dim=1, keepdim=True), torch.randint(0, 3, (64,)))
