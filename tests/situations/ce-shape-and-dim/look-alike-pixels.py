# rule: cross-entropy-shape
# A class for each pixel.

import torch
from torch import nn

model = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 4, 1))
criterion = nn.CrossEntropyLoss(ignore_index=255)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
images, masks = torch.randn(2, 3, 16, 16), torch.randint(0, 4, (2, 16, 16))
for _ in range(3):
    optimizer.zero_grad()
    loss = criterion(model(images), masks)
    loss.backward()
    optimizer.step()
