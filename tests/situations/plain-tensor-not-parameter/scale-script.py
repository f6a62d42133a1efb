# rule: tensor-not-parameter
# A temperature is meant to be learned; only the layers are.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Classifier(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.body = nn.Linear(features, 32)
        self.head = nn.Linear(32, classes)
        self.temperature = torch.ones(1, requires_grad=True)
#       ^^^^^^^^^^^^^^^^ error: ...

    def forward(self, x):
        return self.head(torch.relu(self.body(x))) / self.temperature


torch.manual_seed(0)
features = torch.randn(128, 10)
labels = (features.sum(dim=1) > 0).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
model = Classifier(10, 2)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
