"""Trains the classifier and validates it after each epoch."""

import torch
from data import CLASSES, WIDTH, loaders
from model import build_model
from torch import nn, optim


def validate(model, loader):
    """The share of rows that are classified rightly."""
    model.eval()
    right = total = 0
    with torch.no_grad():
        for rows, labels in loader:
            right += (model(rows).argmax(dim=1) == labels).sum().item()
            total += len(labels)
    return right / total


def main():
    torch.manual_seed(0)
    train_loader, valid_loader = loaders()
    model = build_model(WIDTH, CLASSES)
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    model.train()
    for epoch in range(5):
        total = 0.0
        for rows, labels in train_loader:
            loss = criterion(model(rows), labels)
#                            ^^^^^^^^^^^ [softmax-before-cross-entropy] `CrossEntropyLoss` applies softmax to the result of a softmax: ...
#                            ^^^^^^^^^^^ warning: [train-mode-not-restored] `model` is still in eval mode here: ...
            loss.backward()
            optimizer.step()
#           ^^^^^^^^^^^^^^^^ [missing-zero-grad] `optimizer` steps, but its gradients are never cleared: every batch adds to all earlier ones
            total += loss
#                    ^^^^ [loss-graph-accumulated] `total` holds on to the graph of every iteration: ...
        print(f"epoch {epoch}: loss {total / len(train_loader):.3f}, right {validate(model, valid_loader):.2f}")


if __name__ == "__main__":
    main()
