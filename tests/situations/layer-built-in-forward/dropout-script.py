# rule: layer-built-in-forward
# A dropout that `eval()` does not reach.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.fc1 = nn.Linear(inputs, 32)
        self.fc2 = nn.Linear(32, 1)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = nn.Dropout(p=0.3)(x)
    #       ^^^^^^^^^^^^^^^^^ this layer is a new one at each call: `eval()` does not reach it, and it goes on as in training
        return self.fc2(x)


features = torch.randn(64, 8)
targets = features.mean(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)

model = Regressor(8)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
