# rule: non-leaf-parameter
# A change of the type makes a new tensor.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
weights = torch.randn(4, 3, requires_grad=True).to(torch.float64)
criterion = nn.CrossEntropyLoss()

optimizer = optim.SGD([weights], lr=0.05)
#                     ^^^^^^^^^ error: ...
for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(x.double() @ weights, y)
        loss.backward()
        optimizer.step()
