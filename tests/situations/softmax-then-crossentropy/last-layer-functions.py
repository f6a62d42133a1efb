# rule: softmax-before-cross-entropy
# The last layer is a softmax.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def train(loader, model, optimizer):
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3), nn.Softmax(dim=-1))
#                                                                        ^^^^^^^^^^^^^^^^^^ error: ...
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(loader, model, optimizer)


if __name__ == "__main__":
    main()
