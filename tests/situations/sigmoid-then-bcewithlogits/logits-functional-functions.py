# rule: logits-into-bce
# Scores into the loss of probabilities.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(x).squeeze(-1)


def train(loader, model, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            out = model(x)
            loss = F.binary_cross_entropy(out, y)
#                                         ^^^ error: ...
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = (inputs.sum(dim=1) > 0).float()
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(loader, model, optimizer)


if __name__ == "__main__":
    main()
