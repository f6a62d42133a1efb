# rule: parameters-replaced-after-optimizer
# Weights are tied before the optimizer is built, and changed in place afterwards.

import torch
from torch import nn

embedding = nn.Embedding(30, 8)
output = nn.Linear(8, 30, bias=False)
output.weight = embedding.weight
model = nn.Sequential(embedding, nn.Linear(8, 8), nn.Tanh(), output)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
with torch.no_grad():
    output.weight.mul_(0.5)
nn.init.zeros_(model[1].bias)
tokens = torch.randint(0, 30, (4, 6))
for step in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten()).backward()
    optimizer.step()
