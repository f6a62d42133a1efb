# rule: loss-weight-on-other-device
# The model and the batches are moved, the weights of the classes are not.

import torch
import torch.nn.functional as F
from torch import nn

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def weighted_loss(logits, targets):
    weight = torch.tensor([0.3, 0.7])
    return F.cross_entropy(logits, targets, weight=weight)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...


def train(model, batches, optimizer):
    model.train()
    for x, y in batches:
        x, y = x.to(DEVICE), y.to(DEVICE)
        optimizer.zero_grad()
        loss = weighted_loss(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    batches = [(torch.randn(16, 6), torch.randint(0, 2, (16,))) for _ in range(4)]
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2)).to(DEVICE)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        print(epoch, train(model, batches, optimizer))


if __name__ == "__main__":
    main()
