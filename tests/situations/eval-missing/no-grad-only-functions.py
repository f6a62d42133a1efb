# rule: missing-eval-mode
# Gradients are switched off for the evaluation, dropout and batch norm are not.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 32)
        self.drop = nn.Dropout(0.3)
        self.second = nn.Linear(32, 2)

    def forward(self, x):
        return self.second(self.drop(F.relu(self.first(x))))


def train(model, loader, optimizer):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


@torch.no_grad()
def test(model, loader):
    total = 0.0
    for x, y in loader:
        output = model(x)
#                ^^^^^^^^ warning: ...
        total += F.cross_entropy(output, y, reduction="sum").item()
    return total / len(loader.dataset)


def main():
    features = torch.randn(96, 10)
    labels = (features[:, 0] > 0).long()
    train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
    test_loader = DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16)
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        train(model, train_loader, optimizer)
        print(epoch, test(model, test_loader))


if __name__ == "__main__":
    main()
