# rule: double-precision-input
# The states of an agent are arrays of doubles.

import numpy as np
import torch
from torch import nn


class Policy(nn.Module):
    def __init__(self, states, actions):
        super().__init__()
        self.body = nn.Linear(states, 16)
        self.head = nn.Linear(16, actions)

    def forward(self, state):
        return self.head(torch.relu(self.body(state)))


class Agent:
    def __init__(self, states=4, actions=2):
        self.policy = Policy(states, actions)
        self.optimizer = torch.optim.Adam(self.policy.parameters(), lr=1e-3)
        self.state = np.zeros(states)

    def act(self):
        state = torch.from_numpy(self.state).unsqueeze(0)
        scores = self.policy(state)
#                            ^^^^^ error: ...
        return scores.argmax(dim=1).item()

    def learn(self, states, wanted):
        self.optimizer.zero_grad()
        loss = nn.functional.mse_loss(self.policy(states), wanted)
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    agent = Agent()
    print(agent.learn(torch.rand(8, 4), torch.rand(8, 2)))
    print(agent.act())
