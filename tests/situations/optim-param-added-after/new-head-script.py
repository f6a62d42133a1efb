# rule: parameter-added-after-optimizer
# A second head joins the model when the optimizer is built already.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(10, 32)
        self.head = nn.Linear(32, 2)
        self.extra = None

    def forward(self, x):
        hidden = torch.relu(self.body(x))
        return self.head(hidden) + self.extra(hidden)


features = torch.randn(64, 10)
loader = DataLoader(TensorDataset(features, (features.sum(dim=1) > 0).long()), batch_size=16, shuffle=True)
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
model.extra = nn.Linear(32, 2)
# ^^^^^^^^^ error: ...
criterion = nn.CrossEntropyLoss()
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
