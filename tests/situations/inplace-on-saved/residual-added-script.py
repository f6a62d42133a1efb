# rule: in-place-on-saved-tensor
# A residual is added in place to what an activation has given.

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 16)
loader = DataLoader(TensorDataset(inputs, (inputs.mean(1) > 0).long()), batch_size=16, shuffle=True)
first = nn.Linear(16, 16)
second = nn.Linear(16, 2)
optimizer = torch.optim.Adam([*first.parameters(), *second.parameters()], lr=1e-3)
criterion = nn.CrossEntropyLoss()

for epoch in range(3):
    running = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        hidden = F.relu(first(x))
        hidden += x
#       ^^^^^^^^^^^ error: ...
        hidden = F.dropout(hidden, 0.1)
        loss = criterion(second(hidden), y)
        loss.backward()
        optimizer.step()
        running += loss.item()
    print(f"epoch {epoch}: {running / len(loader):.4f}")
