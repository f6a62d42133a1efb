# rule: training-without-gradients
# The forward pass of the model is decorated for inference.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 32), nn.ReLU())
        self.head = nn.Linear(32, 3)

    @torch.inference_mode()
    def forward(self, x):
        return self.head(self.body(x))


def train(net, optimizer, steps):
    for _ in range(steps):
        x, y = torch.randn(16, 8), torch.randint(0, 3, (16,))
        loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        optimizer.step()
    return loss.item()


def main():
    net = Net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for epoch in range(3):
        print(epoch, train(net, optimizer, 4))


if __name__ == "__main__":
    main()
