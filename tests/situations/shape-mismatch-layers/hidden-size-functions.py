# rule: layer-size-mismatch
# The head takes 64 features, and the layer before it gives 128.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 128)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(64, 3)

    def forward(self, x):
        x = self.drop(torch.relu(self.hidden(x)))
        return self.head(x)
    #          ^^^^^^^^^^^^ `self.head` raises here: it takes 64 features, and its input has 128: ...


def load():
    inputs, targets = torch.randn(128, 20), torch.randint(0, 3, (128,))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    loss = criterion(model(x), y)
    return loss


def fit(model, loader, criterion, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = step(model, criterion, x, y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(epoch, total / len(loader))


if __name__ == "__main__":
    fit(Net(), load(), nn.CrossEntropyLoss(), epochs=2)
