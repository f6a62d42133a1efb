# rule: tensor-not-parameter
# A ParameterList makes parameters; the optimizer gets the tensor.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 3)
        self.scales = nn.ParameterList([torch.ones(3), torch.ones(3)])
        self.shift = torch.zeros(3, requires_grad=True)
        self.limit = torch.full((3,), 10.0)

    def forward(self, x):
        out = self.head(x) + self.shift
        for scale in self.scales:
            out = out * scale
        return torch.minimum(out, self.limit)


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD([*self.model.parameters(), self.model.shift], lr=0.05)

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
