# rule: frozen-batchnorm-updates
# A frozen part with a norm that is the same in both modes.

import torch
from torch import nn

torch.manual_seed(0)
body = nn.Sequential(nn.Conv2d(3, 16, 3), nn.GroupNorm(4, 16), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
for p in body.parameters():
    p.requires_grad = False
head = nn.Linear(16, 2)
model = nn.Sequential(body, head)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
images, labels = torch.rand(16, 3, 8, 8), torch.randint(0, 2, (16,))
for epoch in range(5):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    optimizer.step()
model.eval()
print(loss.item(), len(list(body.buffers())))
