# rule: wrong-optimizer-zeroed
# One optimizer has the parameters of both models, and the other one those of a head that is cleared with its model.

import torch
from torch import nn

body, head = nn.Linear(6, 6), nn.Linear(6, 1)
model = nn.Sequential(body, nn.ReLU(), head)
whole = torch.optim.SGD(model.parameters(), lr=0.01)
only_head = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(6):
    whole.zero_grad()
    model(torch.randn(4, 6)).pow(2).mean().backward()
    whole.step()
    whole.zero_grad()
    model(torch.randn(4, 6)).pow(2).mean().backward()
    only_head.step()
