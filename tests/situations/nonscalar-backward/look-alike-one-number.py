# rule: non-scalar-backward
# Each loss is one number, in whatever shape.

import torch
from torch import nn

torch.manual_seed(0)
actor = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
optimizer = torch.optim.Adam(actor.parameters(), lr=1e-3)

for episode in range(4):
    losses = []
    for _ in range(5):
        state = torch.randn(4)
        policy = torch.distributions.Categorical(logits=actor(state))
        action = policy.sample()
        losses.append((-policy.log_prob(action) * torch.randn(1)).unsqueeze(0))
    loss = torch.cat(losses).sum()
    optimizer.zero_grad()
    loss.backward()
    first = actor(torch.randn(1, 4))[:, :1]
    first.backward()
    optimizer.step()
    print(episode, loss.item())
