# rule: float-index
# Everything that is looked up by is an integer or a mask, whatever it was made of.

import torch
from torch import nn

table = torch.tensor([[0.0, 1.0, 4.5], [1.0, 2.0, 3.0], [2.0, 0.0, 5.0]])
users, films, stars = table[:, 0].long(), table[:, 1].to(torch.int64), table[:, 2]
of_users, of_films = nn.Embedding(3, 8), nn.Embedding(3, 8)
optimizer = torch.optim.SGD([*of_users.parameters(), *of_films.parameters()], lr=0.1)
for step in range(3):
    order = torch.randperm(3)
    optimizer.zero_grad()
    scores = (of_users(users[order]) * of_films(films[order])).sum(dim=1)
    loss = nn.functional.mse_loss(scores, stars[order])
    loss.backward()
    optimizer.step()
good = table[table[:, 2] > 4]
best = table[table[:, 2].argmax()]
print(loss.item(), good.shape, best.tolist(), of_users(torch.zeros(2, dtype=torch.int)).shape)
