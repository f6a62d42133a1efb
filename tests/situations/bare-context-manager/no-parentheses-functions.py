# rule: context-manager-not-entered
# `with torch.no_grad:` names the class.

import torch
from torch import nn


def validate(model, batches, criterion):
    model.eval()
    losses = []
    with torch.no_grad:
#        ^^^^^^^^^^^^^ error: ...
        for x, y in batches:
            losses.append(criterion(model(x), y).item())
    return sum(losses) / len(losses)


def main():
    batches = [(torch.randn(16, 8), torch.randn(16, 1)) for _ in range(4)]
    print(validate(nn.Linear(8, 1), batches, nn.MSELoss()))


main()
