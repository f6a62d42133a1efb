# rule: missing-super-init
# `__init__` goes straight to the layers.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(64, 10)
labels = (features.sum(dim=1) > 0).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)


class Classifier(nn.Module):
    def __init__(self, inputs, hidden, classes):
        self.hidden = hidden
        self.layers = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU())
    #   ^^^^^^^^^^^ `super().__init__()` has not run yet: setting a layer as `self.layers` raises `AttributeError`
        self.out = nn.Linear(hidden, classes)

    def forward(self, x):
        return self.out(self.layers(x))


model = Classifier(10, 32, 2)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
