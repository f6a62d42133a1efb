# rule: broadcast-comparison
# Chosen classes against a column of labels.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, outputs=3):
        super().__init__()
        self.hidden = nn.Linear(features, 16)
        self.out = nn.Linear(16, outputs)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


torch.manual_seed(0)
inputs = torch.randn(64, 6)
targets = torch.randint(0, 3, (64, 1))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y[:, 0])
        wrong = (output.argmax(dim=1) != y).sum().item()
#                ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `!=` compares all with all here: ...
        print(wrong)
        loss.backward()
        optimizer.step()
print(loss.item())
