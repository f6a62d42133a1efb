# rule: missing-eval-mode
# Gradients are switched off for the evaluation, dropout and batch norm are not.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(96, 10)
labels = (features[:, 0] > 0).long()
train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
test_loader = DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16)
model = nn.Sequential(nn.Linear(10, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
best = 0.0

for epoch in range(2):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()

    correct = 0
    with torch.no_grad():
        for x, y in test_loader:
            predicted = model(x).argmax(dim=1)
#                       ^^^^^^^^ warning: ...
            correct += (predicted == y).sum().item()
    accuracy = correct / len(test_loader.dataset)
    best = max(best, accuracy)
    print(f"epoch {epoch}: {accuracy:.3f}, best {best:.3f}")
