# rule: frozen-after-optimizer
# Gradients are set to zeros, so that weight decay and momentum go on changing what is frozen in the middle of the training.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Linear(10, 32)
        self.head = nn.Linear(32, 2)

    def forward(self, x):
        return self.head(torch.relu(self.backbone(x)))


class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = Net()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-2)
        self.criterion = nn.CrossEntropyLoss()

    def train_epoch(self):
        for x, y in self.loader:
            self.optimizer.zero_grad(set_to_none=False)
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
        return loss.item()

    def fit(self, epochs, freeze_from):
        for epoch in range(epochs):
            if epoch == freeze_from:
                self.model.backbone.requires_grad_(False)
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
            print(epoch, self.train_epoch(), self.model.backbone.weight[0, 0].item())


if __name__ == "__main__":
    torch.manual_seed(0)
    features = torch.randn(64, 10)
    Trainer(DataLoader(TensorDataset(features, (features[:, 0] > 0).long()), batch_size=16)).fit(6, 3)
