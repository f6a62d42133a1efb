# rule: layer-built-in-forward
# Activations, pooling and a norm without parameters are built in `forward`.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 16)
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        x = nn.GELU()(self.body(x))
        x = nn.LayerNorm(16, elementwise_affine=False)(x)
        pool = nn.AvgPool1d(2)
        return self.head(pool(x))


def make_loader(batch_size=16):
    features = torch.randn(64, 8)
    return DataLoader(TensorDataset(features, features.mean(dim=1, keepdim=True)), batch_size=batch_size)


def train_epoch(model, loader, criterion, optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def main(epochs=2):
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for epoch in range(epochs):
        print(epoch, train_epoch(model, make_loader(), nn.MSELoss(), optimizer))


if __name__ == "__main__":
    main()
