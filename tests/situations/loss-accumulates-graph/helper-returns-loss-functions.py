# rule: loss-graph-accumulated
# What trains on a batch returns the loss with its graph, and the loop adds it up.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def compute_loss(model, x, y):
    scores = model(x)
    return F.cross_entropy(scores, y), scores


def train_batch(model, optimizer, x, y):
    optimizer.zero_grad()
    loss, scores = compute_loss(model, x, y)
    loss.backward()
    optimizer.step()
    correct = (scores.argmax(dim=1) == y).sum().item()
    return loss, correct


def train(model, loader, optimizer):
    model.train()
    total, right = 0.0, 0
    for x, y in loader:
        loss, correct = train_batch(model, optimizer, x, y)
        total += loss * x.size(0)
#                ^^^^^^^^^^^^^^^^ warning: ...
        right += correct
    return total / len(loader.dataset), right / len(loader.dataset)


def main():
    torch.manual_seed(0)
    features = torch.randn(64, 6)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        print(epoch, *train(model, loader, optimizer))


if __name__ == "__main__":
    main()
