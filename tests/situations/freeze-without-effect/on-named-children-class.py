# rule: freeze-without-effect
# The flag is set on the named children.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


class Trainer:
    def __init__(self, loader, model, criterion, optimizer):
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss

    def train_epoch(self):
        for x, y in self.loader:
            loss = self.train_step(x, y)
        return loss

    def fit(self):
        for name, layer in self.model.named_children():
            if name != "head":
                layer.requires_grad = False
#               ^^^^^^^^^^^^^^^^^^^ error: ...
        for epoch in range(3):
            loss = self.train_epoch()
            print(epoch, loss.item())


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
