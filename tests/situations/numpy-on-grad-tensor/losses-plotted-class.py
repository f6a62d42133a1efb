# rule: numpy-on-grad-tensor
# A parameter is looked at with NumPy, together with its gradients.

import numpy as np
import torch
from torch import nn


class Regression(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.linear = nn.Linear(size, 1)

    def forward(self, x):
        return self.linear(x)


class Experiment:
    def __init__(self, size=6):
        self.model = Regression(size)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05)
        self.criterion = nn.MSELoss()

    def fit(self, x, y, steps=20):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        print(f"loss {loss.item():.4f}")

    def weights(self):
        return np.asarray(self.model.linear.weight)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...


if __name__ == "__main__":
    features = torch.randn(64, 6)
    experiment = Experiment()
    experiment.fit(features, features.sum(dim=1, keepdim=True))
    print(experiment.weights())
