# rule: probabilities-into-nll
# The model gives plain scores, and the loss wants logarithms of probabilities.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(64, 6)
targets = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.NLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y)
#                        ^^^^^^ error: ...
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(f"epoch {epoch}: {total / len(loader):.4f}")
