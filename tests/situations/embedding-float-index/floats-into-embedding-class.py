# rule: float-index
# The users and films are columns of a table of floating numbers.

import torch
from torch import nn


class Recommender(nn.Module):
    def __init__(self, users, films, size=8):
        super().__init__()
        self.users = nn.Embedding(users, size)
        self.films = nn.Embedding(films, size)

    def forward(self, users, films):
        return (self.users(users) * self.films(films)).sum(dim=1)


class Trainer:
    def __init__(self):
        self.table = torch.tensor([[0.0, 1.0, 4.5], [1.0, 2.0, 3.0], [2.0, 0.0, 5.0]])
        self.model = Recommender(3, 3)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-2)

    def step(self):
        users, films, stars = self.table[:, 0].long(), self.table[:, 1], self.table[:, 2]
        self.optimizer.zero_grad()
        loss = nn.functional.mse_loss(self.model(users, films), stars)
#                                                       ^^^^^ error: ...
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    trainer = Trainer()
    for step in range(3):
        print(trainer.step())
