# rule: no-registered-parameters
# Layers are registered by name.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.add_module("first", nn.Linear(4, 16))
        for number in range(2):
            setattr(self, f"layer{number}", nn.Linear(16, 16))
        self.register_parameter("scale", nn.Parameter(torch.ones(3)))
        self.names = ["layer0", "layer1"]
        self.build_head()

    def build_head(self):
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        x = self.first(x)
        for name in self.names:
            x = torch.relu(getattr(self, name)(x))
        return self.head(x) * self.scale


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.01)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
