# rule: loss-graph-accumulated
# The losses are summed up for a report, with their graphs.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.norm = nn.BatchNorm1d(16)
        self.second = nn.Linear(16, 3)

    def forward(self, x):
        x = F.dropout(F.relu(self.norm(self.first(x))), 0.3, training=self.training)
        return self.second(x)


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
features = torch.randn(96, 6)
labels = torch.randint(0, 3, (96,))
train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
test_loader = DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16)
model = Net()
model.to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    model.train()
    total = 0.0
    for x, y in train_loader:
        x = x.to(device)
        y = y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss
#                ^^^^ warning: ...

    model.eval()
    correct = 0
    with torch.no_grad():
        for x, y in test_loader:
            x, y = x.to(device), y.to(device)
            correct += (model(x).argmax(dim=1) == y).sum().item()
    print(f"epoch {epoch}: loss {total / len(train_loader):.4f}, accuracy {correct / 32:.3f}")
