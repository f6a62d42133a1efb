# rule: double-precision-input
# Bytes of images and whole numbers, each made a floating number before a layer gets it.

import numpy as np
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(100, 8)
        self.conv = nn.Conv2d(3, 8, 3)
        self.head = nn.Linear(17, 5)

    def forward(self, images, word, age):
        if images.dtype == torch.uint8:
            images = images.float().div_(255)
        x = self.conv(images).mean((2, 3))
        return self.head(torch.cat([x, self.words(word), age.unsqueeze(1) / 100], 1))


images = torch.from_numpy(np.zeros((32, 3, 16, 16), dtype=np.uint8))
words, ages = torch.randint(0, 100, (32,)), torch.randint(0, 90, (32,))
labels = torch.randint(0, 5, (32,))
model = Net()
optimizer = optim.SGD(model.parameters(), lr=0.1)
for x, word, age, y in DataLoader(TensorDataset(images, words, ages, labels), batch_size=8):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x, word, age), y)
    loss.backward()
    optimizer.step()
