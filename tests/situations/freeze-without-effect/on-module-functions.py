# rule: freeze-without-effect
# A function freezes the layers of its argument one by one.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build():
    return nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))


def freeze(model):
    for layer in model.children():
        layer.requires_grad = False
#       ^^^^^^^^^^^^^^^^^^^ error: ...
    for parameter in model[2].parameters():
        parameter.requires_grad = True


def train(model, loader, epochs):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001)
    for epoch in range(epochs):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch}: {loss.item():.4f}", model[0].weight.grad is not None)


if __name__ == "__main__":
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    net = build()
    freeze(net)
    train(net, loader, epochs=2)
