# rule: graph-cut-before-backward
# Two losses are put into a new tensor.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.rand(64, 6)
targets = inputs.mean(dim=1, keepdim=True)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=8)
model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
criterion = nn.MSELoss()

for epoch in range(3):
    for x, y in loader:
        prediction = model(x)
        error = criterion(prediction, y)
        size = prediction.pow(2).mean()
        loss = torch.tensor([error, 0.1 * size]).sum()
        optimizer.zero_grad()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    print(f"epoch {epoch}: {loss:.4f}")
