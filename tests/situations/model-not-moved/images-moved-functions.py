# rule: model-on-other-device
# The images are moved, the convolution is not.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(device, loader, model, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            x = x.to(device)
            y = y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
#                            ^^^^^^^^ error: ...
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    images = torch.randn(32, 1, 8, 8)
    labels = torch.randint(0, 3, (32,))
    loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    train(device, loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
