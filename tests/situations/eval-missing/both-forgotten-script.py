# rule: missing-eval-mode
# The evaluation neither puts the model into eval mode nor switches gradients off.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(10, 32), nn.BatchNorm1d(32), nn.ReLU())
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(32, 3)

    def forward(self, x):
        x = self.body(x)
        x = x.view(x.size(0), -1)
        return self.head(self.drop(x))


features = torch.randn(96, 10)
labels = torch.randint(0, 3, (96,))
train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
test_loader = DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

for epoch in range(2):
    running = 0.0
    for inputs, targets in train_loader:
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        running += loss.item()
    print(f"epoch {epoch}: {running / len(train_loader):.4f}")

correct, total = 0, 0
for inputs, targets in test_loader:
    outputs = model(inputs)
#             ^^^^^^^^^^^^^ warning: ...
    _, predicted = torch.max(outputs, 1)
    total += targets.size(0)
    correct += (predicted == targets).sum().item()
print(f"accuracy: {100 * correct / total:.1f} %")
