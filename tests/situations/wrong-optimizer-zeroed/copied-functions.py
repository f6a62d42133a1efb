# rule: wrong-optimizer-zeroed
# Both clears stand at the beginning of a step, and name the same optimizer.

import torch
from torch import nn


def build():
    encoder, decoder = nn.Linear(6, 3), nn.Linear(3, 6)
    return encoder, decoder


def train_step(encoder, decoder, for_encoder, for_decoder, x):
    for_encoder.zero_grad()
    for_encoder.zero_grad()
#   ^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    loss = (decoder(encoder(x)) - x).pow(2).mean()
    loss.backward()
    for_encoder.step()
    for_decoder.step()
    return loss.item()


def main():
    encoder, decoder = build()
    for_encoder = torch.optim.SGD(encoder.parameters(), lr=0.1)
    for_decoder = torch.optim.SGD(decoder.parameters(), lr=0.01)
    for epoch in range(3):
        total = 0.0
        for _ in range(5):
            total += train_step(encoder, decoder, for_encoder, for_decoder, torch.randn(4, 6))
        print(epoch, total)


main()
