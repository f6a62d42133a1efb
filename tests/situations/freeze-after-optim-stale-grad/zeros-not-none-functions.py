# rule: frozen-after-optimizer
# Gradients are set to zeros, so that weight decay and momentum go on changing what is frozen in the middle of the training.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...


def train_one_epoch(model, loader, optimizer, criterion):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad(set_to_none=False)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def main():
    torch.manual_seed(0)
    features = torch.randn(64, 10)
    loader = DataLoader(TensorDataset(features, (features[:, 0] > 0).long()), batch_size=16, shuffle=True)
    backbone = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
    model = nn.Sequential(backbone, nn.Linear(32, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        print("both", train_one_epoch(model, loader, optimizer, criterion))
    freeze(backbone)
    frozen = backbone[0].weight.clone()
    for epoch in range(3):
        print("head", train_one_epoch(model, loader, optimizer, criterion))
    print("moved by", (backbone[0].weight - frozen).abs().max().item())


if __name__ == "__main__":
    main()
