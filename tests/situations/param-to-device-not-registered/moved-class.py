# rule: unregistered-parameter
# The positions are moved to the GPU behind `nn.Parameter`, if there is one.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Encoder(nn.Module):
    def __init__(self, length, size):
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(length, size)).to(device)
#       ^^^^^^^^^^^^^^ ...
        self.embedding = nn.Embedding(30, size)
        self.head = nn.Linear(size, 30)

    def forward(self, tokens):
        return self.head(self.embedding(tokens) + self.positions)


class Trainer:
    def __init__(self):
        self.model = Encoder(6, 8).to(device)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def fit(self, batches):
        for tokens in batches:
            tokens = tokens.to(device)
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.model(tokens).flatten(0, 1), tokens.flatten()).backward()
            self.optimizer.step()


Trainer().fit([torch.randint(0, 30, (4, 6)) for _ in range(3)])
