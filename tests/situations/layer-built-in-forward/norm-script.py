# rule: layer-built-in-forward
# Batch norm is new in every call.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = self.conv(x)
        x = torch.relu(nn.BatchNorm2d(x.shape[1])(x))
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.head(x.mean(dim=(2, 3)))


torch.manual_seed(0)
images = torch.randn(32, 1, 8, 8)
labels = torch.randint(0, 3, (32,))
loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
