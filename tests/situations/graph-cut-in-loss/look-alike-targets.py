# rule: graph-cut-before-backward
# Only the target of the loss is cut off.

import copy

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
online = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 2))
target = copy.deepcopy(online)
optimizer = torch.optim.Adam(online.parameters(), lr=1e-3)

for step in range(20):
    state, following = torch.randn(16, 4), torch.randn(16, 4)
    action = torch.randint(0, 2, (16, 1))
    reward = torch.randn(16, 1)
    with torch.no_grad():
        best = target(following).max(dim=1, keepdim=True).values
    expected = reward + 0.99 * best
    value = online(state).gather(1, action)
    loss = F.smooth_l1_loss(value, expected.detach())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        target.load_state_dict(online.state_dict())
        print(step, loss.item())
