# rule: parameters-replaced-after-optimizer
# The output layer gets the weights of the embedding when the optimizer has its own already.

import torch
from torch import nn

embedding = nn.Embedding(30, 8)
output = nn.Linear(8, 30, bias=False)
model = nn.Sequential(embedding, nn.Linear(8, 8), nn.Tanh(), output)
optimizer = torch.optim.Adam(output.parameters(), lr=0.01)
output.weight = nn.Parameter(embedding.weight.detach().clone())
# ^^^^^^^^^^^ error: ...
tokens = torch.randint(0, 30, (4, 6))
for step in range(5):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten())
    loss.backward()
    optimizer.step()
    print(step, loss.item())
