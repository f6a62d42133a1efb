# rule: train-mode-not-restored
# It is evaluated every few batches.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.body(x))))


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    model.train()
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#                        ^^^^^^^^ warning: ...
        loss.backward()
        optimizer.step()
        if i % 2 == 1:
            model.eval()
            with torch.no_grad():
                print(i, criterion(model(inputs), labels).item())
