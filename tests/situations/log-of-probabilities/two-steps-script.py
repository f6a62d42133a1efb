# rule: unstable-log-probability
# The loss is written out by hand, with a softmax and a logarithm.

import torch
from torch import nn

features = torch.randn(64, 6)
labels = torch.randint(0, 3, (64,))
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

for epoch in range(5):
    optimizer.zero_grad()
    probabilities = torch.softmax(model(features), dim=1)
    logarithms = torch.log(probabilities)
#                ^^^^^^^^^^^^^^^^^^^^^^^^ hint: ...
    loss = -logarithms[torch.arange(64), labels].mean()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
