# rule: hidden-state-not-detached
# One backward pass goes through all steps of a sequence.

import torch
from torch import nn

torch.manual_seed(0)
cell, head = nn.LSTMCell(4, 16), nn.Linear(16, 1)
optimizer = torch.optim.Adam([*cell.parameters(), *head.parameters()])

for epoch in range(3):
    for sequence in torch.randn(5, 12, 8, 4):
        hidden, memory = torch.zeros(8, 16), torch.zeros(8, 16)
        losses = []
        for x in sequence:
            hidden, memory = cell(x, (hidden, memory))
            losses.append(head(hidden).pow(2).mean())
        loss = torch.stack(losses).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
