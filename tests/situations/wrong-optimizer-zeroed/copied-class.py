# rule: wrong-optimizer-zeroed
# An actor and a critic; the actor's update clears the critic.

import torch
from torch import nn


class Agent:
    def __init__(self, size, actions):
        self.actor = nn.Linear(size, actions)
        self.critic = nn.Linear(size, 1)
        self.actor_optimizer = torch.optim.Adam(self.actor.parameters(), lr=1e-3)
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), lr=1e-3)

    def update(self, states, actions, returns):
        values = self.critic(states).squeeze(1)
        critic_loss = (values - returns).pow(2).mean()
        self.critic_optimizer.zero_grad()
        critic_loss.backward()
        self.critic_optimizer.step()

        chosen = self.actor(states).log_softmax(dim=1).gather(1, actions[:, None]).squeeze(1)
        actor_loss = -(chosen * (returns - values.detach())).mean()
        self.critic_optimizer.zero_grad()
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        actor_loss.backward()
        self.actor_optimizer.step()
        return critic_loss.item(), actor_loss.item()


agent = Agent(4, 2)
for episode in range(5):
    print(agent.update(torch.randn(16, 4), torch.randint(0, 2, (16,)), torch.randn(16)))
