# rule: ambiguous-tensor-constructor
# The logits are scaled by a number that is taken for a size.

import torch
from torch import nn, optim

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05)

for epoch in range(3):
    optimizer.zero_grad()
    logits = model(inputs)
    loss = criterion(logits.mul(torch.Tensor(3)), labels)
#                               ^^^^^^^^^^^^^^^ warning: `torch.Tensor(3)` is no 3: ...
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
