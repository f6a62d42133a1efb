# rule: step-between-backwards
# The policy's loss is computed with the critic as it was before its step.

import torch
from torch import nn
from torch.nn import functional as F


def build(state_size, action_size, width=32):
    actor = nn.Sequential(nn.Linear(state_size, width), nn.ReLU(), nn.Linear(width, action_size), nn.Tanh())
    critic = nn.Sequential(nn.Linear(state_size + action_size, width), nn.ReLU(), nn.Linear(width, 1))
    return actor, critic


def update(actor, critic, actor_optimizer, critic_optimizer, state, action, reward, gamma=0.99):
    with torch.no_grad():
        goal = reward + gamma * critic(torch.cat([state, action], 1))
    value_loss = F.mse_loss(critic(torch.cat([state, action], 1)), goal)
    policy_loss = -critic(torch.cat([state, actor(state)], 1)).mean()
    critic_optimizer.zero_grad()
    value_loss.backward()
    critic_optimizer.step()
    actor_optimizer.zero_grad()
    policy_loss.backward()
#   ^^^^^^^^^^^^^^^^^^^^^^ error: ...
    actor_optimizer.step()
    return value_loss.item(), policy_loss.item()


def main():
    torch.manual_seed(0)
    actor, critic = build(4, 2)
    actor_optimizer = torch.optim.Adam(actor.parameters(), lr=1e-3)
    critic_optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3)
    for index in range(20):
        state, action, reward = torch.randn(32, 4), torch.rand(32, 2), torch.rand(32, 1)
        print(index, update(actor, critic, actor_optimizer, critic_optimizer, state, action, reward))


if __name__ == "__main__":
    main()
