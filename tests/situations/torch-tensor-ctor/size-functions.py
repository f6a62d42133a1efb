# rule: ambiguous-tensor-constructor
# The margin of a hinge loss is memory that nobody has filled.

import torch
from torch import nn, optim


def hinge(scores, signs):
    return torch.maximum(1 - scores * signs, torch.Tensor(1)).mean()
#                                            ^^^^^^^^^^^^^^^ warning: ...


def train(model, inputs, signs, epochs):
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = hinge(model(inputs).squeeze(1), signs)
        loss.backward()
        optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    train(nn.Linear(4, 1), inputs, inputs[:, 0].sign(), 5)


main()
