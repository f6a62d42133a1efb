# rule: numpy-on-grad-tensor
# On a GPU there is no array of it.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, device, inputs, loader, model, criterion, optimizer):
        self.device = device
        self.inputs = inputs
        self.loader = loader
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer

    def train_step(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()

    def train_epoch(self):
        for x, y in self.loader:
            self.train_step(x, y)

    def fit(self):
        for epoch in range(3):
            self.train_epoch()
            with torch.no_grad():
                scores = self.model(self.inputs.to(self.device)).numpy()
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
            print(epoch, scores.shape)


def main():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Linear(4, 3).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    Trainer(device, inputs, loader, model, criterion, optimizer).fit()


if __name__ == "__main__":
    main()
