# rule: backward-twice
# Two heads on one body, and each loss goes backward by itself.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 16), nn.ReLU())
        self.value = nn.Linear(16, 1)
        self.label = nn.Linear(16, 3)

    def forward(self, x):
        features = self.body(x)
        return self.value(features), self.label(features)


def train(model, loader, optimizer):
    regression, classification = nn.MSELoss(), nn.CrossEntropyLoss()
    model.train()
    for x, value, label in loader:
        optimizer.zero_grad()
        values, scores = model(x)
        value_loss = regression(values, value)
        label_loss = classification(scores, label)
        value_loss.backward()
        label_loss.backward()
#       ^^^^^^^^^^^^^^^^^^^^^ error: ...
        optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    data = TensorDataset(inputs, inputs.sum(dim=1, keepdim=True), torch.randint(0, 3, (64,)))
    model = TwoHeads()
    train(model, DataLoader(data, batch_size=16), torch.optim.SGD(model.parameters(), lr=0.05))


if __name__ == "__main__":
    main()
