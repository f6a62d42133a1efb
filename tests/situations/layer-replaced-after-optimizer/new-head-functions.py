# rule: layer-replaced-after-optimizer
# A function that adapts the head is called after the optimizer was built.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def build(classes):
    return nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, classes))


def adapt(model, classes):
    model[2] = nn.Linear(32, classes)
#   ^^^^^^^^ error: ...
    return model


def train(model, loader, optimizer, epochs):
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch}: {loss.item():.4f}")


def main():
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = build(classes=100)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001)
    model = adapt(model, classes=2)
    train(model, loader, optimizer, epochs=2)


if __name__ == "__main__":
    main()
