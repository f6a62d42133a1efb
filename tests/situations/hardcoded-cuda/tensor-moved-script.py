# rule: hardcoded-cuda
# The labels go to the GPU by name, everything else to the device.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
features, labels = torch.randn(64, 8), torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)

model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3)).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    model.train()
    for x, y in loader:
        x = x.to(device)
        y = y.cuda()
        #   ^^^^^^^^ information: `.cuda()` means a GPU, whatever `device` is: without one it raises
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
