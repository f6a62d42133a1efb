# rule: forward-called-directly
# A module calls its own forward, and that of its base; nobody has registered a hook.

import torch
from torch import nn


class Encoder(nn.Sequential):
    def forward(self, x):
        return super().forward(x).mean(dim=1)

    def embed(self, x):
        with torch.no_grad():
            return self.forward(x)


encoder = Encoder(nn.Linear(8, 8), nn.Tanh())
head = nn.Linear(8, 2)
optimizer = torch.optim.Adam([*encoder.parameters(), *head.parameters()], lr=1e-3)
sequences, labels = torch.randn(32, 5, 8), torch.randint(0, 2, (32,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head.forward(encoder(sequences)), labels)
    loss.backward()
    optimizer.step()
print(encoder.embed(sequences).shape)
