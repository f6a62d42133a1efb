# rule: unused-layer
# Three convolutions are built, and the second is called in place of the third.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=4):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 16, 3, padding=1)
        self.conv3 = nn.Conv2d(16, 16, 3, padding=1)
    #   ^^^^^^^^^^ no method of `Net` uses `self.conv3`: ...
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(16 * 2 * 2, classes)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.head(x.flatten(1))


images, labels = torch.rand(32, 3, 16, 16), torch.randint(0, 4, (32,))
loader = DataLoader(TensorDataset(images, labels), batch_size=8, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
print([name for name, p in model.named_parameters() if p.grad is None])
