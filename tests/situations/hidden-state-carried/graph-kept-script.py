# rule: hidden-state-not-detached
# The graph is kept for the next batch, but the step changes weights that it needs.

import torch
from torch import nn

torch.manual_seed(0)
rnn, head = nn.GRU(4, 16), nn.Linear(16, 1)
optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=1e-3)
state = torch.zeros(1, 8, 16)

for step, batch in enumerate(torch.randn(6, 12, 8, 4)):
    optimizer.zero_grad()
    output, state = rnn(batch, state)
#                              ^^^^^ error: ...
    loss = head(output).pow(2).mean()
    loss.backward(retain_graph=True)
    optimizer.step()
    print(step, loss.item())
