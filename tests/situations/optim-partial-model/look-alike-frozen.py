# rule: model-not-optimized
# A frozen backbone, a network that only judges, and a latent that is trained through a generator.

import torch
from torch import nn

backbone, head, judge = nn.Linear(6, 8), nn.Linear(8, 2), nn.Linear(2, 2)
for parameter in backbone.parameters():
    parameter.requires_grad = False
judge.eval()
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
x, y = torch.randn(32, 6), torch.randint(0, 2, (32,))
for step in range(5):
    optimizer.zero_grad()
    output = head(backbone(x))
    loss = nn.functional.cross_entropy(output, y) + 0.1 * (judge(output) - output).pow(2).mean()
    loss.backward()
    optimizer.step()

generator = nn.Linear(4, 6)
latent = torch.zeros(1, 4, requires_grad=True)
search = torch.optim.Adam([latent], lr=0.05)
for step in range(5):
    search.zero_grad()
    (generator(latent) - x[:1]).pow(2).mean().backward()
    search.step()
