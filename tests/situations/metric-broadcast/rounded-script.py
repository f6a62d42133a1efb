# rule: broadcast-comparison
# Rounded probabilities, compared by a method.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, outputs=1):
        super().__init__()
        self.hidden = nn.Linear(features, 16)
        self.out = nn.Linear(16, outputs)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


torch.manual_seed(0)
inputs = torch.randn(64, 6)
targets = (inputs[:, 1] > 0).float()
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output.squeeze(1), y)
        accuracy = output.sigmoid().round().eq(y).float().mean()
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `eq` compares all with all here: ...
        print(accuracy.item())
        loss.backward()
        optimizer.step()
print(loss.item())
