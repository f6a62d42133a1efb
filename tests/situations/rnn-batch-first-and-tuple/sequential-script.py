# rule: rnn-output-tuple
# In a Sequential the pair goes on.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 5, 4)
labels = torch.randn(64, 5, 3)
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
model = nn.Sequential(nn.LSTM(4, 8, batch_first=True), nn.Linear(8, 3))
criterion = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#                        ^^^^^^^^ error: ...
        loss.backward()
        optimizer.step()
