# rule: optimizer-before-model
# The optimizer stands above the model that it is built over.

import torch
from torch import nn

epochs = 3
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
#                            ^^^^^ error: ...
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(epochs):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
