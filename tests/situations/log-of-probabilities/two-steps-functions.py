# rule: unstable-log-probability
# Policy gradients from the logarithm of a softmax.

import torch
import torch.nn.functional as F
from torch import nn


def log_policy(net, states):
    return F.softmax(net(states), dim=-1).log()
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: ...


def improve(net, optimizer, states, actions, rewards):
    chosen = log_policy(net, states).gather(1, actions.unsqueeze(1)).squeeze(1)
    loss = -(chosen * rewards).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def main():
    net = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 2))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    for episode in range(3):
        states, actions = torch.randn(8, 4), torch.randint(0, 2, (8,))
        print(improve(net, optimizer, states, actions, torch.rand(8)))


if __name__ == "__main__":
    main()
