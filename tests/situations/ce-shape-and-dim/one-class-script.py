# rule: cross-entropy-shape
# One output unit, and a loss for several classes.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(6, 12)
        self.out = nn.Linear(12, 1)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))


torch.manual_seed(0)
inputs = torch.randn(64, 6)
targets = torch.zeros(64, dtype=torch.long)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#              ^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` is always 0 here: its input has one class only, (N, 1)
        loss.backward()
        optimizer.step()
print(loss.item())
