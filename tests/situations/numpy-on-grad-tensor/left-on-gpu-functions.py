# rule: numpy-on-grad-tensor
# On a GPU there is no array of it.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def build():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Linear(4, 3).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    return device, inputs, loader, model, criterion, optimizer


def train_step(device, model, criterion, optimizer, x, y):
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()


def main():
    device, inputs, loader, model, criterion, optimizer = build()
    for epoch in range(3):
        for x, y in loader:
            train_step(device, model, criterion, optimizer, x, y)
        with torch.no_grad():
            scores = model(inputs.to(device)).numpy()
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        print(epoch, scores.shape)


if __name__ == "__main__":
    main()
