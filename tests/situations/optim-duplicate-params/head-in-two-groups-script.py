# rule: duplicate-parameters
# The head gets a larger learning rate, and is in the first group already.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
        self.head = nn.Linear(32, 2)

    def forward(self, x):
        return self.head(self.backbone(x))


features = torch.randn(64, 10)
loader = DataLoader(TensorDataset(features, (features.sum(dim=1) > 0).long()), batch_size=16, shuffle=True)
net = Net()
lr = 0.001
optimizer = torch.optim.Adam(
    [
#   ^ error: ...
        {"params": net.parameters()},
        {"params": net.head.parameters(), "lr": 10 * lr},
    ],
    lr=lr,
)
criterion = nn.CrossEntropyLoss()
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(net(x), y).backward()
        optimizer.step()
