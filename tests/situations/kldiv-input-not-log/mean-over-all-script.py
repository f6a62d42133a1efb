# rule: kl-div-mean-reduction
# The divergence is averaged over all elements instead of the batch.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(64, 6)
targets = torch.rand(64, 3).softmax(dim=1)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3), nn.LogSoftmax(dim=1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = F.kl_div(output, y)
#              ^^^^^^^^^^^^^^^^^^^ hint: ...
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(f"epoch {epoch}: {total / len(loader):.4f}")
