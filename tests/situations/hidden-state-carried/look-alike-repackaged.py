# rule: hidden-state-not-detached
# A function of the program cuts the state off.

import torch
from torch import nn


def repackage(state):
    if isinstance(state, torch.Tensor):
        return state.detach()
    return tuple(repackage(part) for part in state)


torch.manual_seed(0)
lstm, head = nn.LSTM(4, 16), nn.Linear(16, 1)
optimizer = torch.optim.SGD([*lstm.parameters(), *head.parameters()], lr=0.1)
state = (torch.zeros(1, 8, 16), torch.zeros(1, 8, 16))
for step in range(6):
    x = torch.randn(12, 8, 4)
    state = repackage(state)
    optimizer.zero_grad()
    output, state = lstm(x, state)
    loss = head(output).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
