# rule: unused-tensor-result
# Models are moved as they are, and methods with a trailing underscore change the tensor itself.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.randn(64, 6)
x.clamp_(-2, 2)
y = x.sum(dim=1, keepdim=True)
y.unsqueeze_(0).squeeze_(0)
x, y = x.to(device), y.to(device)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
model.to(device)
model.float()
weights = torch.zeros(1, requires_grad=True)
weights.requires_grad_(False)
criterion = nn.MSELoss()
criterion.to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for step in range(10):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
print(loss.item())
