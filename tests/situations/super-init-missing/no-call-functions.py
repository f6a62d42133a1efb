# rule: missing-super-init
# The model of an encoder and a decoder lacks the call that both of them have.

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Linear(16, width)

    def forward(self, x):
        return torch.relu(self.net(x))


class AutoEncoder(nn.Module):
    def __init__(self, width):
        self.encoder = Encoder(width)
    #   ^^^^^^^^^^^^ `super().__init__()` has not run yet: setting a layer as `self.encoder` raises `AttributeError`
        self.decoder = nn.Linear(width, 16)

    def forward(self, x):
        return self.decoder(self.encoder(x))


def train(model, optimizer, batches):
    for x in batches:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), x)
        loss.backward()
        optimizer.step()
        print(loss.item())


def main(width=4):
    model = AutoEncoder(width)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, optimizer, [torch.randn(8, 16) for _ in range(4)])


if __name__ == "__main__":
    main()
