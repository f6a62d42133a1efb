# rule: unscaled-gradient-accumulation
# The losses are sums over the examples, and the rate is meant for that.

import torch
from torch import nn

torch.manual_seed(0)
batches = [(torch.randn(16, 8), torch.randn(16, 1)) for _ in range(8)]
model = nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
criterion = nn.MSELoss(reduction="sum")

for epoch in range(2):
    for i, (x, y) in enumerate(batches):
        loss = criterion(model(x), y)
        loss.backward()
        if (i + 1) % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()
    print(epoch, loss.item())
