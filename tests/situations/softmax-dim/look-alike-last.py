# rule: softmax-dimension
# Over the last dimension, or over the only one.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(inputs, loader, model, criterion, weights, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x) * weights.softmax(dim=0), y)
            loss.backward()
            optimizer.step()
    attention = torch.randn(2, 4, 5, 5).softmax(dim=-1)
    single = model(inputs[0]).softmax(0)
    print(attention.shape, single)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    weights = nn.Parameter(torch.zeros(3))
    optimizer = optim.SGD([*model.parameters(), weights], lr=0.05)
    train(inputs, loader, model, criterion, weights, optimizer)


if __name__ == "__main__":
    main()
