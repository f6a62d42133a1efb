# rule: model-rebound-after-optimizer
# The name is bound to a wrapper of the same model, and later to the same model again.

import torch
from torch import nn

model = nn.Linear(6, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
plain = model
model = nn.DataParallel(model)
x, y = torch.randn(16, 6), torch.randint(0, 2, (16,))
for step in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
model = plain
model = nn.Sequential(plain, nn.Softmax(dim=1))
print(model.eval()(x).sum().item())
