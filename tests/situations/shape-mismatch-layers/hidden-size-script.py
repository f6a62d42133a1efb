# rule: layer-size-mismatch
# The head takes 64 features, and the layer before it gives 128.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 128)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(64, 3)

    def forward(self, x):
        x = self.drop(torch.relu(self.hidden(x)))
        return self.head(x)
    #          ^^^^^^^^^^^^ `self.head` raises here: it takes 64 features, and its input has 128: ...


torch.manual_seed(0)
inputs, targets = torch.randn(128, 20), torch.randint(0, 3, (128,))
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
