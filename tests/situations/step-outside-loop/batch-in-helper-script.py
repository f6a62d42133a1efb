# rule: step-outside-loop
# A function of its own goes backward for each batch; the step is indented too little.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)


def train_batch(x, y):
    loss = criterion(model(x), y)
    loss.backward()
    return loss.item()


for epoch in range(3):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        total += train_batch(x, y)
    optimizer.step()
#   ^^^^^^^^^^^^^^^^ warning: ...
    print(f"epoch {epoch}: {total / len(loader):.4f}")
