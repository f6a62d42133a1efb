# rule: hardcoded-cuda
# Whether there is a GPU is asked before anything is moved to it.

import torch
from torch import nn

use_cuda = torch.cuda.is_available()
device = torch.device("cuda" if use_cuda else "cpu")
model = nn.Linear(4, 1).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
if use_cuda:
    noise = torch.zeros(8, 4, device="cuda")
else:
    noise = torch.zeros(8, 4)
for step in range(3):
    x = torch.randn(8, 4)
    if use_cuda:
        x = x.cuda()
    optimizer.zero_grad()
    loss = model(x + noise).square().mean()
    loss.backward()
    optimizer.step()
print(loss.item())
