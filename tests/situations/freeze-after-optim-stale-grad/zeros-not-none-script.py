# rule: frozen-after-optimizer
# Gradients are set to zeros, so that weight decay and momentum go on changing what is frozen in the middle of the training.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = torch.randn(64, 10)
labels = (features[:, 0] > 0).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
backbone = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
classifier = nn.Linear(32, 2)
model = nn.Sequential(backbone, classifier)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.05)
criterion = nn.CrossEntropyLoss()

for epoch in range(6):
    if epoch == 3:
        for parameter in backbone.parameters():
            parameter.requires_grad = False
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        frozen = backbone[0].weight.clone()
    for x, y in loader:
        optimizer.zero_grad(set_to_none=False)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
print("moved by", (backbone[0].weight - frozen).abs().max().item())
