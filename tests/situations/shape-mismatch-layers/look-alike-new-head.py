# rule: layer-size-mismatch
# A head of another size is put on before the model is run.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.width = width
        self.body = nn.Linear(8, width)
        self.head = nn.Linear(width, 1000)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


def widen(model, width, classes):
    model.body = nn.Linear(8, width)
    model.head = nn.Linear(width, classes)
    return model


model = widen(Net(), 64, 5)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.randn(4, 8)), torch.randint(0, 5, (4,)))
    loss.backward()
    optimizer.step()
