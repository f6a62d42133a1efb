# rule: broadcast-comparison
# Chosen classes against a column of labels.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=6, outputs=3):
        super().__init__()
        self.hidden = nn.Linear(features, 16)
        self.out = nn.Linear(16, outputs)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


def load():
    inputs = torch.randn(64, 6)
    targets = torch.randint(0, 3, (64, 1))
    return DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)


def step(model, criterion, x, y):
    output = model(x)
    loss = criterion(output, y[:, 0])
    wrong = (output.argmax(dim=1) != y).sum().item()
#            ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `!=` compares all with all here: ...
    print(wrong)
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
