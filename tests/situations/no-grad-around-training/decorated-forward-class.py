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


class Trainer:
    def __init__(self, net):
        self.net = net
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)

    def step(self, x, y):
        loss = nn.functional.cross_entropy(self.net(x), y)
        self.optimizer.zero_grad()
        loss.backward()
#       ^^^^^^^^^^^^^^^ error: ...
        self.optimizer.step()
        return loss.item()


trainer = Trainer(Net())
for epoch in range(3):
    print(epoch, trainer.step(torch.randn(16, 8), torch.randint(0, 3, (16,))))
