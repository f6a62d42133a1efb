# rule: freeze-without-effect
# The trainer has a method that freezes the encoder of its model.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(10, 32)
        self.head = nn.Linear(32, 2)

    def forward(self, x):
        return self.head(torch.relu(self.encoder(x)))


class Trainer:
    def __init__(self, model, lr=0.01):
        self.model = model
        self.freeze_encoder()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.criterion = nn.CrossEntropyLoss()

    def freeze_encoder(self):
        self.model.encoder.requires_grad = False
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...

    def fit(self, loader, epochs):
        self.model.train()
        for epoch in range(epochs):
            for x, y in loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()
            print(f"epoch {epoch}: {loss.item():.4f}", self.model.encoder.weight.grad is not None)


if __name__ == "__main__":
    features = torch.randn(128, 10)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    Trainer(Net()).fit(loader, epochs=2)
