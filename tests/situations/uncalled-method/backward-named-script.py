# rule: method-not-called
# The backward pass is named and not called.

import torch
import torch.nn as nn
from torch.optim import AdamW
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
EPOCHS = 3
images = torch.rand(64, 1, 12, 12)
digits = torch.randint(0, 10, (64,))
loader = DataLoader(TensorDataset(images, digits), batch_size=8, shuffle=True)

model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10))
criterion = nn.CrossEntropyLoss()
optimizer = AdamW(model.parameters(), lr=1e-3)

for epoch in range(EPOCHS):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y)
        loss.backward
#       ^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
