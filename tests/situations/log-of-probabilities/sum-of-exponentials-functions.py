# rule: unstable-log-probability
# A contrastive loss written by hand.

import torch
import torch.nn.functional as F
from torch import nn


def contrastive(one, other, temperature):
    scores = one @ other.T / temperature
    weights = scores.exp()
    normalizer = weights.sum(dim=1).log()
    #            ^^^^^^^^^^^^^^^^^^^^^^^^ hint: an exponential is infinite above 88, and so is the logarithm of the sum: ...
    return (normalizer - scores.diagonal()).mean()


def train(encoder, steps):
    optimizer = torch.optim.Adam(encoder.parameters(), lr=1e-3)
    for step in range(steps):
        x = torch.randn(32, 10)
        noisy = x + 0.1 * torch.randn(32, 10)
        one, other = F.normalize(encoder(x)), F.normalize(encoder(noisy))
        loss = contrastive(one, other, temperature=0.01)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


torch.manual_seed(0)
print(train(nn.Linear(10, 16), 30))
