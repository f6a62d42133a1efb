# rule: probabilities-into-kl-div
# The first argument has no logarithm.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
loader = DataLoader(TensorDataset(inputs, torch.randn(64, 3)), batch_size=16)
teacher = nn.Linear(4, 3)
model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
#                                      ^^^^^^^^^^^^^^^^^ error: ...
criterion = nn.KLDivLoss(reduction="batchmean")
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        with torch.no_grad():
            goal = teacher(x).softmax(dim=1)
        optimizer.zero_grad()
        loss = criterion(model(x), goal)
        loss.backward()
        optimizer.step()
