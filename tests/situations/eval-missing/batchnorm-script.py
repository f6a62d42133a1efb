# rule: missing-eval-mode
# Batch norm learns from the data it is evaluated on.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.01)
test_inputs = torch.randn(20, 4)
test_labels = torch.randint(0, 3, (20,))

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        correct = (model(test_inputs).argmax(dim=1) == test_labels).sum().item()
#                  ^^^^^^^^^^^^^^^^^^ warning: ...
    print(epoch, correct / 20)
