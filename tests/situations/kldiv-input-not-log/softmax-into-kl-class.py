# rule: probabilities-into-kl-div
# The divergence wants logarithms of probabilities, and gets probabilities.

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 16)
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        x = torch.relu(self.body(x))
        return F.softmax(self.head(x), dim=1)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...


class Trainer:
    def __init__(self, lr=1e-2):
        self.net = Net()
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        output = self.net(x)
        loss = F.kl_div(output, y, reduction="batchmean")
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, batches, epochs=2):
        for epoch in range(epochs):
            self.net.train()
            losses = [self.step(x, y) for x, y in batches]
            self.history.append(sum(losses) / len(losses))
        return self.history


if __name__ == "__main__":
    batches = []
    for _ in range(4):
        features = torch.randn(16, 6)
        batches.append((features, torch.rand(16, 3).softmax(dim=1)))
    print(Trainer().fit(batches))
