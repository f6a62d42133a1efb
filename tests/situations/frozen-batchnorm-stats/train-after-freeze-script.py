# rule: frozen-batchnorm-updates
# A backbone is frozen for fine-tuning, and put into train mode with the whole model in every epoch.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
backbone = nn.Sequential(
    nn.Conv2d(3, 16, 3, padding=1),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
)
classifier = nn.Linear(16, 3)
model = nn.Sequential(backbone, classifier)

for p in backbone.parameters():
    p.requires_grad = False
#   ^^^^^^^^^^^^^^^^^^^^^^^ warning: `backbone` is frozen, but its batch norm is in train mode: ...

images, labels = torch.rand(48, 3, 8, 8), torch.randint(0, 3, (48,))
loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
optimizer = torch.optim.Adam(classifier.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
before = backbone[1].running_mean.clone()

for epoch in range(3):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        accuracy = (model(images).argmax(dim=1) == labels).float().mean().item()
    print(epoch, accuracy)
print("moved by", (backbone[1].running_mean - before).abs().max().item())
