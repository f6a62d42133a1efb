# rule: forward-called-directly
# A hook finds out the size of a layer once, and is removed before training.

import torch
from torch import nn

sizes = []
body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten())
handle = body.register_forward_hook(lambda module, inputs, output: sizes.append(output.shape[1]))
with torch.no_grad():
    body(torch.zeros(1, 3, 8, 8))
handle.remove()

head = nn.Linear(sizes[0], 2)
optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], lr=1e-3)
images, labels = torch.randn(32, 3, 8, 8), torch.randint(0, 2, (32,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head(body.forward(images)), labels)
    loss.backward()
    optimizer.step()
print(loss.item())
