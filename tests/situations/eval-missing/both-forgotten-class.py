# rule: missing-eval-mode
# The evaluation neither puts the model into eval mode nor switches gradients off.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.first = nn.Linear(10, 32)
        self.norm = nn.BatchNorm1d(32)
        self.second = nn.Linear(32, classes)

    def forward(self, x):
        return self.second(F.relu(self.norm(self.first(x))))


class Experiment:
    def __init__(self, classes=3):
        self.net = Net(classes)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=1e-3)

    def train(self, loader):
        for x, y in loader:
            self.optimizer.zero_grad()
            F.cross_entropy(self.net(x), y).backward()
            self.optimizer.step()

    def accuracy(self, loader):
        right = 0
        for x, y in loader:
            scores = self.net(x)
#                    ^^^^^^^^^^^ warning: ...
            right += scores.argmax(dim=1).eq(y).sum().item()
        return right / len(loader.dataset)

    def run(self, train_loader, test_loader, epochs=2):
        for epoch in range(epochs):
            self.train(train_loader)
            print(epoch, self.accuracy(test_loader))


if __name__ == "__main__":
    features = torch.randn(96, 10)
    labels = torch.randint(0, 3, (96,))
    train_set = TensorDataset(features[:64], labels[:64])
    test_set = TensorDataset(features[64:], labels[64:])
    Experiment().run(DataLoader(train_set, batch_size=16, shuffle=True), DataLoader(test_set, batch_size=16))
