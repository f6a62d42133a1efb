# rule: loss-graph-accumulated
# The numbers alone are summed up.

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


class Trainer:
    def __init__(self):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = Net()
        self.model.to(self.device)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-3)

    def train_epoch(self, loader):
        self.model.train()
        total = 0.0
        for x, y in loader:
            x = x.to(self.device)
            y = y.to(self.device)
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
            total += loss.detach()
        return total / len(loader)

    def validate(self, loader):
        self.model.eval()
        correct = 0
        with torch.no_grad():
            for x, y in loader:
                x, y = x.to(self.device), y.to(self.device)
                correct += (self.model(x).argmax(dim=1) == y).sum().item()
        return correct / len(loader.dataset)

    def fit(self, train_loader, test_loader, epochs=2):
        for epoch in range(epochs):
            print(epoch, self.train_epoch(train_loader), self.validate(test_loader))


if __name__ == "__main__":
    features = torch.randn(96, 6)
    labels = torch.randint(0, 3, (96,))
    train_loader = DataLoader(TensorDataset(features[:64], labels[:64]), batch_size=16, shuffle=True)
    Trainer().fit(train_loader, DataLoader(TensorDataset(features[64:], labels[64:]), batch_size=16))
