# rule: view-instead-of-permute
# A dimension of one goes somewhere else.

import torch
from torch import nn

model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.LazyLinear(2))
images = torch.rand(8, 28, 28, 1)
scores = model(images.view(8, 1, 28, 28))
loss = nn.functional.cross_entropy(scores, torch.randint(0, 2, (8,)))
loss.backward()
