# rule: parameter-added-after-optimizer
# A layer is appended to the list of layers after the optimizer.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 16), nn.Linear(16, 16)])
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.head(x)


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

model.layers.append(nn.Linear(16, 16))
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
