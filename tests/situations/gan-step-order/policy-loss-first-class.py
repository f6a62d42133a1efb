# rule: step-between-backwards
# The policy's loss is computed with the critic as it was before its step.

import torch
from torch import nn
from torch.nn import functional as F


class Agent:
    def __init__(self, state_size, action_size, gamma=0.99):
        self.gamma = gamma
        self.actor = nn.Sequential(nn.Linear(state_size, 32), nn.ReLU(), nn.Linear(32, action_size), nn.Tanh())
        self.critic = nn.Sequential(nn.Linear(state_size + action_size, 32), nn.ReLU(), nn.Linear(32, 1))
        self.actor_optimizer = torch.optim.Adam(self.actor.parameters(), lr=1e-3)
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), lr=1e-3)

    def learn(self, state, action, reward):
        with torch.no_grad():
            goal = reward + self.gamma * self.critic(torch.cat([state, action], 1))
        value_loss = F.mse_loss(self.critic(torch.cat([state, action], 1)), goal)
        policy_loss = -self.critic(torch.cat([state, self.actor(state)], 1)).mean()
        self.critic_optimizer.zero_grad()
        value_loss.backward()
        self.critic_optimizer.step()
        self.actor_optimizer.zero_grad()
        policy_loss.backward()
#       ^^^^^^^^^^^^^^^^^^^^^^ error: ...
        self.actor_optimizer.step()
        return value_loss.item(), policy_loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    agent = Agent(4, 2)
    for index in range(20):
        print(index, agent.learn(torch.randn(32, 4), torch.rand(32, 2), torch.rand(32, 1)))
