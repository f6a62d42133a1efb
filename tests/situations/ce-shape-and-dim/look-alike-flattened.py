# rule: cross-entropy-shape
# Every word is an example of its own.

import torch
from torch import nn

embedding, out = nn.Embedding(60, 16), nn.Linear(16, 5)
optimizer = torch.optim.Adam([*embedding.parameters(), *out.parameters()])
words, tags = torch.randint(0, 60, (8, 12)), torch.randint(0, 5, (8, 12))
for _ in range(3):
    optimizer.zero_grad()
    scores = out(embedding(words))
    loss = nn.functional.cross_entropy(scores.view(-1, 5), tags.view(-1))
    loss.backward()
    optimizer.step()
