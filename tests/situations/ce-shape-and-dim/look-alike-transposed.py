# rule: cross-entropy-shape
# The classes are brought to the second dimension.

import torch
from torch import nn

embedding, out = nn.Embedding(60, 16), nn.Linear(16, 5)
optimizer = torch.optim.Adam([*embedding.parameters(), *out.parameters()])
words, tags = torch.randint(0, 60, (8, 12)), torch.randint(0, 5, (8, 12))
for _ in range(3):
    optimizer.zero_grad()
    scores = out(embedding(words))
    loss = nn.functional.cross_entropy(scores.transpose(1, 2), tags)
    loss.backward()
    optimizer.step()
