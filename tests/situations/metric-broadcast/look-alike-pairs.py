# rule: broadcast-comparison
# All pairs are wanted: which examples are of the same class.

import torch
from torch import nn

model = nn.Linear(6, 8)
optimizer = torch.optim.Adam(model.parameters())
x, labels = torch.randn(16, 6), torch.randint(0, 4, (16,))
for _ in range(3):
    optimizer.zero_grad()
    codes = nn.functional.normalize(model(x), dim=1)
    same = labels.unsqueeze(0) == labels.unsqueeze(1)
    column = labels.contiguous().view(-1, 1)
    mask = torch.eq(column, column.T).float()
    likeness = codes @ codes.t()
    loss = -(likeness * mask).sum() / mask.sum() + likeness[~same].mean()
    loss.backward()
    optimizer.step()
