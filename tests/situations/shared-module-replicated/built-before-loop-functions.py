# rule: replicated-layer
# A comprehension puts in the layer that its function built once.

import torch
from torch import nn


def encoder(size, depth):
    layer = nn.TransformerEncoderLayer(size, nhead=2, batch_first=True)
    return nn.Sequential(*[layer for _ in range(depth)])
#                         ^ warning: ...


def train(model, batches):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for x in batches:
        optimizer.zero_grad()
        loss = (model(x) - x).pow(2).mean()
        loss.backward()
        optimizer.step()


train(encoder(8, 3), [torch.randn(2, 5, 8) for _ in range(3)])
