# rule: unregistered-buffer
# Mean and deviation of the inputs are kept beside the layers.

import torch
from torch import nn


class Normalized(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.mean = torch.full((1, channels, 1, 1), 0.5)
#       ^^^^^^^^^ warning: ...
        self.conv = nn.Conv2d(channels, 8, 3)
        self.head = nn.Linear(8, classes)

    def forward(self, images):
        x = torch.relu(self.conv(images - self.mean))
        return self.head(x.mean(dim=(2, 3)))


def train(model, optimizer, batches, device):
    for images, labels in batches:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()


def main():
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = Normalized(3, 2)
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    train(model, optimizer, [(torch.rand(4, 3, 8, 8), torch.randint(0, 2, (4,))) for _ in range(3)], device)


main()
