# rule: missing-zero-grad
# Nothing ever clears the gradients.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.first = nn.Linear(10, hidden)
        self.second = nn.Linear(hidden, 2)

    def forward(self, x):
        return self.second(F.relu(self.first(x)))


def train(model, loader, optimizer, epoch):
    model.train()
    total = 0.0
    for batch_idx, (data, target) in enumerate(loader):
        output = model(data)
        loss = F.cross_entropy(output, target)
        loss.backward()
        optimizer.step()
#       ^^^^^^^^^^^^^^^^ error: ...
        total += loss.item()
        if batch_idx % 4 == 0:
            print(f"{epoch} {batch_idx}: {loss.item():.4f}")
    return total / len(loader)


def main():
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(2):
        train(model, loader, optimizer, epoch)


if __name__ == "__main__":
    main()
