# rule: layer-size-mismatch
# Two convolutions of a sequence do not fit together.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build():
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `nn.Conv2d` raises here: it takes 16 channels, and its input has 8: ...
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 5),
    )


torch.manual_seed(0)
inputs = torch.randn(64, 3, 16, 16)
targets = torch.randint(0, 5, (64,))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = build()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
print(loss.item())
