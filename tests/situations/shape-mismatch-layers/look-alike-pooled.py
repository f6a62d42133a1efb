# rule: layer-size-mismatch
# Adaptive pooling gives the same size for images of any size.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2), nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d((2, 2)))
        self.head = nn.Linear(16 * 2 * 2, classes)

    def forward(self, x):
        return self.head(torch.flatten(self.body(x), 1))


model = Net(7)
optimizer = torch.optim.Adam(model.parameters())
for size in (32, 47, 64):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.randn(4, 3, size, size)), torch.randint(0, 7, (4,)))
    loss.backward()
    optimizer.step()
