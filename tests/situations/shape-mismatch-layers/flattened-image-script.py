# rule: layer-size-mismatch
# The size of the flattened feature map forgets that convolutions without padding shrink the image.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.head = nn.Linear(32 * 7 * 7, classes)

    def forward(self, x):
        x = self.features(x)
        return self.head(x.view(x.size(0), -1))
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self.head` raises here: it takes 1568 features, and its input has 800: ...


torch.manual_seed(0)
inputs = torch.randn(64, 1, 28, 28)
targets = torch.randint(0, 10, (64,))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
print(loss.item())
