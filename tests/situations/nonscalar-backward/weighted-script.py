# rule: non-scalar-backward
# The losses of the examples are weighed and not summed.

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
loader = [(torch.randn(16, 8), torch.randint(0, 2, (16, 1)).float()) for _ in range(4)]
model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(3):
    for x, y in loader:
        logits = model(x)
        losses = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        certain = torch.exp(-losses.detach())
        loss = (1 - certain) ** 2 * losses
        optimizer.zero_grad()
        loss.backward()
#       ^^^^^^^^^^^^^^^ ...
        optimizer.step()
    print(f"epoch {epoch}: {loss.mean():.4f}")
