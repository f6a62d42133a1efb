# rule: no-registered-parameters
# The layers are in a list, so there is nothing to train.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3)]
#       ^^^^^^^^^^^ error: [unregistered-layers] ...

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.01)
#                      ^^^^^^^^^^^^^^^^^^ error: ...

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
