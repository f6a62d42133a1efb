# rule: loss-weight-on-other-device
# The model and the batches are moved, the weights of the classes are not.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
features = torch.randn(64, 6)
labels = torch.randint(0, 3, (64,))
counts = torch.bincount(labels, minlength=3)
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3)).to(device)
weights = torch.tensor([1.0, 2.0, 4.0])
criterion = nn.CrossEntropyLoss(weight=weights)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
print("examples of each class:", counts.tolist())

for epoch in range(2):
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
#              ^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
