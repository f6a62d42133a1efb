# rule: tensor-created-on-cpu
# A function that the forward pass calls makes noise on the CPU.

import torch
import torch.nn.functional as F
from torch import nn


def add_noise(x, strength):
    noise = torch.randn(x.shape[0], 16)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    return x + strength * noise


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.second = nn.Linear(16, 2)

    def forward(self, x):
        x = F.relu(self.first(x))
        if self.training:
            x = add_noise(x, 0.1)
        return self.second(x)


def train(model, x, y, steps=5):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = Net().to(device)
    x, y = torch.randn(32, 6).to(device), torch.randint(0, 2, (32,)).to(device)
    print(train(model, x, y))


if __name__ == "__main__":
    main()
