# rule: missing-super-init
# Without layers it fails where it is used.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Scale(nn.Module):
    def __init__(self, factor):
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        self.factor = factor

    def forward(self, x):
        return x * self.factor


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
scale = Scale(2.0)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(scale(model(x)), y)
        loss.backward()
        optimizer.step()
