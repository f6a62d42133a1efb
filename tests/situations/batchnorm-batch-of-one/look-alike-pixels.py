# rule: batchnorm-single-sample
# One image at a time, whose pixels are enough for a variance.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.rand(9, 3, 16, 16), torch.rand(9, 1, 16, 16))
loader = DataLoader(dataset, batch_size=1, shuffle=True)
model = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 1, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for image, mask in loader:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(image), mask)
        loss.backward()
        optimizer.step()
print(loss.item())
