# rule: missing-super-init
# The old spelling of the call, at the end of the constructor.

import torch
from torch import nn


class ConvNet(nn.Module):
    def __init__(self, channels, classes):
        self.channels = channels
        self.features = nn.Sequential(nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
    #   ^^^^^^^^^^^^^ `super().__init__()` has not run yet: ...
        self.classifier = nn.Linear(channels, classes)
        super(ConvNet, self).__init__()

    def forward(self, images):
        return self.classifier(self.features(images).flatten(1))


def build(channels=4):
    model = ConvNet(channels, 3)
    return model, torch.optim.AdamW(model.parameters(), lr=1e-3)


def run(model, optimizer, steps):
    criterion = nn.CrossEntropyLoss()
    for step in range(steps):
        images, labels = torch.rand(2, 1, 8, 8), torch.randint(0, 3, (2,))
        optimizer.zero_grad()
        criterion(model(images), labels).backward()
        optimizer.step()


run(*build(), steps=5)
