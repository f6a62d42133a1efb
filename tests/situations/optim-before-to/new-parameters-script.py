# rule: optimizer-before-device-move
# With this switch parameters are new objects.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
torch.__future__.set_overwrite_module_params_on_conversion(True)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
model.double()
# ^^^^^^^^^^^^ error: ...

for epoch in range(3):
    for x, y in loader:
        x = x.double()
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
