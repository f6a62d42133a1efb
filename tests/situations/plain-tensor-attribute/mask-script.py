# rule: unregistered-buffer
# The causal mask of a small decoder stays where it was made.

import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Decoder(nn.Module):
    def __init__(self, words, size, length):
        super().__init__()
        self.embedding = nn.Embedding(words, size)
        self.query = nn.Linear(size, size)
        self.out = nn.Linear(size, words)
        self.mask = torch.zeros(length, length)
#       ^^^^^^^^^ warning: ...

    def forward(self, tokens):
        x = self.embedding(tokens)
        scores = self.query(x) @ x.transpose(1, 2) + self.mask
        return self.out(scores.softmax(dim=-1) @ x)


model = Decoder(30, 16, 8).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
for step in range(5):
    tokens = torch.randint(0, 30, (4, 8)).to(device)
    optimizer.zero_grad()
    loss = criterion(model(tokens).flatten(0, 1), tokens.flatten())
    loss.backward()
    optimizer.step()
print(loss.item())
