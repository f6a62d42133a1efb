# rule: duplicate-parameters
# The output layer shares its weights with the embedding; both are parts of one model.

import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self, words, size):
        super().__init__()
        self.embedding = nn.Embedding(words, size)
        self.body = nn.Linear(size, size)
        self.out = nn.Linear(size, words, bias=False)
        self.out.weight = self.embedding.weight

    def forward(self, tokens):
        return self.out(self.body(self.embedding(tokens)).tanh())


model = Tied(20, 8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
tokens = torch.randint(0, 20, (4, 6))
for step in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten()).backward()
    optimizer.step()
