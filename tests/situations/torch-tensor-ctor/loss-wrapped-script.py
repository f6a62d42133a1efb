# rule: ambiguous-tensor-constructor
# The loss is put into a new tensor that is to have gradients, so that `backward` does not raise.

import torch
from torch import nn

features = torch.randn(64, 6)
targets = features.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
losses = []

for epoch in range(5):
    optimizer.zero_grad()
    difference = (model(features) - targets).abs().mean()
    loss = torch.tensor(difference, requires_grad=True)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

print(losses)
