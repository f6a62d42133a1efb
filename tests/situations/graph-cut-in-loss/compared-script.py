# rule: graph-cut-before-backward
# The flag hides that the loss hangs on nothing.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        predicted = model(x).argmax(dim=1)
        loss = (predicted != y).float().mean()
        loss.requires_grad = True
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
