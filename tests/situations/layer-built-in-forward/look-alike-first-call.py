# rule: layer-built-in-forward
# The layer is built by the first call and kept; the dropout knows the mode.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.body = None
        self.head = nn.Linear(4, 1)
        self(torch.zeros(1, 8))

    def forward(self, x):
        if self.body is None:
            self.body = nn.Linear(x.shape[1], 4)
        if self.training:
            x = nn.Dropout(0.1)(x)
        return self.head(torch.relu(self.body(self.norm(x))))


features = torch.randn(64, 8)
targets = features.mean(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)

model = Net()
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
