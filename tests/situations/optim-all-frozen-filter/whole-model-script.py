# rule: all-parameters-frozen
# The loop that freezes was meant for the body, and runs over the whole model.

import torch
from torch import nn

body = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
model = nn.Sequential(body, nn.Linear(32, 2))
for parameter in model.parameters():
    parameter.requires_grad = False
optimizer = torch.optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=0.001)
#                            ^^^^^^ error: ...
criterion = nn.CrossEntropyLoss()
inputs, targets = torch.randn(64, 10), torch.randint(0, 2, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
