# rule: frozen-batchnorm-updates
# The encoder is put into eval mode where it is frozen, and the training function takes that back.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU())
        self.head = nn.Linear(16, classes)

    def forward(self, x):
        return self.head(self.encoder(x))


def freeze_encoder(model):
    model.encoder.eval()
    for param in model.encoder.parameters():
        param.requires_grad = False
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `model.encoder` is frozen, but its batch norm is in train mode: ...


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def main():
    features, labels = torch.randn(64, 8) + 2, torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = Classifier(3)
    freeze_encoder(model)
    before = model.encoder[1].running_mean.clone()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        train_one_epoch(model, loader, criterion, optimizer)
    print("moved by", (model.encoder[1].running_mean - before).abs().max().item())


main()
