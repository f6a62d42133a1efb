# rule: missing-eval-mode
# The evaluation neither puts the model into eval mode nor switches gradients off.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_model():
    return nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))


def train(model, loader, criterion, optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def validate(model, loader, criterion):
    total = 0.0
    for x, y in loader:
        loss = criterion(model(x), y)
#                        ^^^^^^^^ warning: ...
        total += loss.item()
    return total / len(loader)


def main(epochs=2):
    features = torch.randn(96, 10)
    targets = features.sum(dim=1, keepdim=True)
    train_loader = DataLoader(TensorDataset(features[:64], targets[:64]), batch_size=16, shuffle=True)
    test_loader = DataLoader(TensorDataset(features[64:], targets[64:]), batch_size=16)
    model = make_model()
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters())
    best = float("inf")
    for epoch in range(epochs):
        train_loss = train(model, train_loader, criterion, optimizer)
        test_loss = validate(model, test_loader, criterion)
        best = min(best, test_loss)
        print(f"{epoch}: {train_loss:.4f} {test_loss:.4f} best {best:.4f}")


if __name__ == "__main__":
    main()
