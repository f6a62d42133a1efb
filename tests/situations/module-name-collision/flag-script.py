# rule: shadowed-module-attribute
# The network remembers under `train` whether it is being trained.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.train = True
#       ^^^^^^^^^^ error: ...
        self.body = nn.Linear(features, 16)
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(self.dropout(torch.relu(self.body(x))))


inputs = torch.randn(64, 10)
loader = DataLoader(TensorDataset(inputs, (inputs.sum(dim=1) > 0).long()), batch_size=16, shuffle=True)
model = Net(10)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
for epoch in range(2):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
