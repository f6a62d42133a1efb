# rule: loss-graph-accumulated
# What trains on a batch returns the loss with its graph, and the loop adds it up.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = torch.randn(64, 6)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def train_batch(x, y):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss


for epoch in range(3):
    model.train()
    total = 0.0
    for x, y in loader:
        total += train_batch(x, y)
#                ^^^^^^^^^^^^^^^^^ warning: ...
    print(f"epoch {epoch}: {total / len(loader):.4f}")
