# rule: shadowed-module-attribute
# Names that only look like methods, a method that is defined anew, and a class that is no module.

import torch
from torch import nn


class Config:
    def __init__(self):
        self.train = True
        self.parameters = {"lr": 0.1}


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.training_mode = True
        self.type = "small"
        self.eval_steps = 5
        self.fc = nn.Linear(size, 1)
        self.forward = self.predict

    def predict(self, x):
        return self.fc(x)

    def train(self, mode=True):
        self.training_mode = mode
        return super().train(mode)


config = Config()
model = Net(4)
if config.train:
    model.train()
optimizer = torch.optim.SGD(model.parameters(), lr=config.parameters["lr"])
for step in range(3):
    optimizer.zero_grad()
    model(torch.randn(2, 4)).mean().backward()
    optimizer.step()
model.eval()
