# rule: numpy-on-grad-tensor
# What a model predicts goes to NumPy, together with its gradients.

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(model, loader, optimizer, criterion):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def predict(model, x):
    model.eval()
    scores = model(x)
    return np.array(scores.cpu().numpy())
#                   ^^^^^^^^^^^^^^^^^^^^ error: ...


def main():
    features = torch.randn(64, 6)
    labels = (features[:, 0] > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(2):
        train(model, loader, optimizer, criterion)
    print(predict(model, features).argmax(axis=1)[:5])


if __name__ == "__main__":
    main()
