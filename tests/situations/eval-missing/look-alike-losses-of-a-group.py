# rule: missing-eval-mode
# The losses of a group of batches are added up first, and the sum is what the model learns from.

import torch
from torch import nn

torch.manual_seed(0)
features = torch.randn(64, 10)
labels = (features[:, 0] > 0).long()
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    group = 0.0
    right = 0
    for start in range(0, 64, 16):
        x, y = features[start : start + 16], labels[start : start + 16]
        output = model(x)
        group = group + criterion(output, y)
        right += (output.argmax(dim=1) == y).sum().item()
    optimizer.zero_grad()
    group.backward()
    optimizer.step()
    print(epoch, right / 64)
