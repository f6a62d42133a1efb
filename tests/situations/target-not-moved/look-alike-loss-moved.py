# rule: loss-weight-on-other-device, input-on-other-device, model-on-other-device
# The loss is moved like the model, and its weights go with it; the batches are moved by a function.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def to_device(batch):
    return [part.to(device, non_blocking=True) for part in batch]


batches = [(torch.randn(16, 6), torch.randint(0, 3, (16,))) for _ in range(4)]
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3)).to(device)
criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 4.0])).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for batch in batches:
        x, y = to_device(batch)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
