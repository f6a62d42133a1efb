# rule: parameter-added-after-optimizer, layer-built-in-forward
# The layer is built by a method that __init__ calls; a mask is kept in forward; a dry run comes first.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.build()
        self.mask = None

    def build(self):
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        if self.mask is None:
            self.mask = torch.ones_like(x)
        return self.head(x * self.mask[: len(x)])


class Late(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = None

    def forward(self, x):
        if self.head is None:
            self.head = nn.Linear(x.shape[1], 3)
        return self.head(x)


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = Net()
late = Late()
late(inputs[:2])
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD([*model.parameters(), *late.parameters()], lr=0.05)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x) + late(x), y)
        loss.backward()
        optimizer.step()
