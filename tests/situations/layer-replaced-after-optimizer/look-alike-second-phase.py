# rule: layer-replaced-after-optimizer
# The first optimizer is done when the head is replaced; the second phase has one of its own.

import torch
from torch import nn

features = torch.randn(128, 10)
labels = (features.sum(dim=1) > 0).long()
criterion = nn.CrossEntropyLoss()


def run(model, optimizer, steps):
    for step in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(features), labels)
        loss.backward()
        optimizer.step()
    return loss.item()


model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 5))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
print("pretraining:", run(model, optimizer, 10))

model[2] = nn.Linear(32, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
print("fine-tuning:", run(model, optimizer, 10))
