# rule: unregistered-parameter
# The class token is scaled behind `nn.Parameter`, and is none any more.

import torch
from torch import nn


class Pooled(nn.Module):
    def __init__(self, size, classes):
        super().__init__()
        self.token = nn.Parameter(torch.randn(1, 1, size)) * 0.02
#       ^^^^^^^^^^ error: ...
        self.layer = nn.TransformerEncoderLayer(size, nhead=2, batch_first=True)
        self.head = nn.Linear(size, classes)

    def forward(self, x):
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        return self.head(self.layer(x)[:, 0])


model = Pooled(8, 2)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for step in range(3):
    x, y = torch.randn(4, 5, 8), torch.randint(0, 2, (4,))
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward(retain_graph=True)
    optimizer.step()
    print(step, loss.item())
