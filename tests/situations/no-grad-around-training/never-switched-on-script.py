# rule: training-without-gradients
# An evaluation switches gradients off and never on again.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
x, y = torch.randn(64, 8), torch.randn(64, 1)
x_val, y_val = torch.randn(32, 8), torch.randn(32, 1)
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

torch.set_grad_enabled(False)
print("before:", F.mse_loss(model(x_val), y_val).item())

for epoch in range(5):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
#   ^^^^^^^^^^^^^^^ error: ...
    optimizer.step()
    print(epoch, loss.item())
