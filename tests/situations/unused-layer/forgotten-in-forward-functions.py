# rule: unused-layer
# A projection is built for the hidden state, and the raw one is returned.

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, words, size, out):
        super().__init__()
        self.embedding = nn.Embedding(words, size)
        self.rnn = nn.GRU(size, out, batch_first=True)
        self.projection = nn.Linear(out, out)
    #   ^^^^^^^^^^^^^^^ no method of `Encoder` uses `self.projection`: ...

    def forward(self, tokens):
        output, _ = self.rnn(self.embedding(tokens))
        return output[:, -1]


def train(encoder, head, tokens, labels, steps):
    optimizer = torch.optim.Adam([*encoder.parameters(), *head.parameters()], lr=1e-2)
    for step in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(head(encoder(tokens)), labels)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    encoder, head = Encoder(50, 8, 16), nn.Linear(16, 2)
    tokens, labels = torch.randint(0, 50, (32, 6)), torch.randint(0, 2, (32,))
    print(train(encoder, head, tokens, labels, 10))
    print([name for name, p in encoder.named_parameters() if p.grad is None])


main()
