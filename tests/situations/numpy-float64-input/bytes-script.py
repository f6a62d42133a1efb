# rule: double-precision-input
# The bytes of images go into a convolution as they are.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
images = torch.randint(0, 256, (64, 3, 16, 16), dtype=torch.uint8)
labels = torch.randint(0, 5, (64,))
loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5))
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(3):
    for batch, target in loader:
        optimizer.zero_grad()
        loss = criterion(model(batch), target)
#                              ^^^^^ error: `batch` is `uint8`, and the weights that it meets are `float32`: ...
        loss.backward()
        optimizer.step()
