# rule: hidden-state-not-detached
# The graph is kept for a second loss of the same batch; or nothing that it needs is changed before the end.

import torch
from torch import nn

torch.manual_seed(0)
rnn, head = nn.GRU(4, 16), nn.Linear(16, 1)
optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=1e-3)
state = torch.zeros(1, 8, 16)

for batch in torch.randn(6, 12, 8, 4):
    optimizer.zero_grad()
    output, state = rnn(batch, state)
    loss = head(output).pow(2).mean()
    loss.backward(retain_graph=True)
    (0.01 * output.abs().mean()).backward()
    optimizer.step()
    state = state.detach()

optimizer.zero_grad()
state = torch.zeros(1, 8, 16)
for batch in torch.randn(4, 12, 8, 4):
    output, state = rnn(batch, state)
    head(output).pow(2).mean().backward(retain_graph=True)
optimizer.step()
