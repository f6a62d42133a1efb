# rule: unused-tensor-result
# The reshaped tensor is thrown away.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
images = torch.randn(32, 4, 1)
labels = torch.randint(0, 3, (32,))
loader = DataLoader(TensorDataset(images, labels), batch_size=16)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        x = x.reshape(len(x), -1)
        optimizer.zero_grad()
        scores = model(x)
        scores.squeeze()
#       ^^^^^^^^^^^^^^^^ warning: ...
        loss = criterion(scores, y)
        loss.backward()
        optimizer.step()
