# rule: shadowed-module-attribute
# An embedding of types is called `type`.

import torch
from torch import nn


class Typed(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.type = nn.Embedding(3, size)
#       ^^^^^^^^^ error: ...
        self.fc = nn.Linear(size, 1)

    def forward(self, x, kinds):
        return self.fc(x + self.type(kinds))


model = Typed(8)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    loss = model(torch.randn(4, 8), torch.randint(0, 3, (4,))).mean()
    loss.backward()
    optimizer.step()
