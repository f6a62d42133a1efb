# rule: evaluation-with-gradients, missing-eval-mode
# The function that evaluates is decorated.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.norm = nn.BatchNorm1d(16)
        self.second = nn.Linear(16, 3)

    def forward(self, x):
        x = F.dropout(F.relu(self.norm(self.first(x))), 0.3, training=self.training)
        return self.second(x)


def train(model, loader, criterion, optimizer, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x = x.to(device)
        y = y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


@torch.inference_mode()
def evaluate(model, loader, device):
    model.eval()
    correct = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        correct += (model(x).argmax(dim=1) == y).sum().item()
    return correct / len(loader.dataset)


def main(epochs=2):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    features = torch.randn(96, 6)
    labels = torch.randint(0, 3, (96,))
    train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
    test_loader = DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16)
    model = Net()
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        loss = train(model, train_loader, criterion, optimizer, device)
        print(epoch, loss, evaluate(model, test_loader, device))


if __name__ == "__main__":
    main()
