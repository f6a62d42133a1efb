# rule: unfrozen-not-optimized
# After two epochs with a frozen body the body is unfrozen, and nothing trains it.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = torch.randn(64, 10)
loader = DataLoader(TensorDataset(features, (features.sum(dim=1) > 0).long()), batch_size=16, shuffle=True)
body = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
model = nn.Sequential(body, nn.Linear(32, 2))
for parameter in body.parameters():
    parameter.requires_grad = False
trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
optimizer = torch.optim.Adam(trainable, lr=1e-3)
criterion = nn.CrossEntropyLoss()

for epoch in range(4):
    if epoch == 2:
        for parameter in body.parameters():
            parameter.requires_grad = True
#           ^^^^^^^^^ warning: ...
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
