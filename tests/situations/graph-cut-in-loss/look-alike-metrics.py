# rule: graph-cut-before-backward
# What is cut off is counted and shown; the loss keeps its graph.

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
batches = [(torch.randn(16, 8), torch.randint(0, 3, (16,))) for _ in range(5)]

for epoch in range(3):
    total, correct, history = 0.0, 0, []
    for x, y in batches:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        correct += (logits.detach().argmax(dim=1) == y).sum().item()
        history.append(loss.detach().cpu().numpy())
        loss = loss.item()
    print(epoch, total, correct, sum(history))
