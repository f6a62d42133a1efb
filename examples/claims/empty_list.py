import torch
from torch import nn, optim

optimizer = optim.Adam(params=[], lr=0.001)
#                             ^^ [empty-parameter-list] the list of parameters is empty: `Adam` raises ValueError here
model = nn.Linear(10, 2)
print(optimizer.param_groups)
