# rule: method-not-called
# The scheduler's step is named and not called.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
EPOCHS = 3
inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)

model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2)
for epoch in range(EPOCHS):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    scheduler.step
#   ^^^^^^^^^^^^^^ error: ...
    print(f"epoch {epoch}: {loss.item():.4f}")
