# rule: duplicate-parameters
# The layers that are unfrozen after two epochs were in the optimizer all the time.

import torch
from torch import nn

backbone, head = nn.Sequential(nn.Linear(8, 16), nn.ReLU()), nn.Linear(16, 2)
model = nn.Sequential(backbone, head)
for parameter in backbone.parameters():
    parameter.requires_grad = False
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
inputs, targets = torch.randn(32, 8), torch.randint(0, 2, (32,))
for epoch in range(4):
    if epoch == 2:
        for parameter in backbone.parameters():
            parameter.requires_grad = True
        optimizer.add_param_group({"params": backbone.parameters(), "lr": 0.01})
#       ^^^^^^^^^^^^^^^^^^^^^^^^^ ...
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
