# rule: model-not-optimized
# The embedding is trained by a sparse optimizer, the rest by groups of another one.

import torch
from torch import nn

embedding = nn.Embedding(50, 8, sparse=True)
encoder, head = nn.Linear(8, 8), nn.Linear(8, 50)
sparse = torch.optim.SparseAdam(embedding.parameters(), lr=1e-3)
dense = torch.optim.AdamW([{"params": encoder.parameters()}, {"params": head.parameters(), "lr": 1e-2}], lr=1e-3)
tokens = torch.randint(0, 50, (4, 8))
for step in range(3):
    sparse.zero_grad()
    dense.zero_grad()
    logits = head(torch.relu(encoder(embedding(tokens))))
    nn.functional.cross_entropy(logits.flatten(0, 1), tokens.flatten()).backward()
    sparse.step()
    dense.step()
