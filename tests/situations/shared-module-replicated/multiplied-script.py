# rule: replicated-layer
# Four hidden layers are meant, and one is made.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = torch.randn(128, 10)
labels = (features.sum(dim=1) > 0).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)

hidden = [nn.Linear(32, 32), nn.ReLU()] * 4
#        ^ warning: ...
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), *hidden, nn.Linear(32, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
print(sum(p.numel() for p in model.parameters()))
