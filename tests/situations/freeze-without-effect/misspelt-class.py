# rule: freeze-without-effect
# The name of the flag is misspelt in a method of the model.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(10, 32)
        self.head = nn.Linear(32, 1)

    def freeze_encoder(self):
        for parameter in self.encoder.parameters():
            parameter.require_grad = False
#           ^^^^^^^^^^^^^^^^^^^^^^ error: ...

    def forward(self, x):
        return self.head(torch.relu(self.encoder(x)))


features = torch.randn(128, 10)
targets = features.sum(dim=1, keepdim=True)
net = Net()
net.freeze_encoder()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(5):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(features), targets)
    loss.backward()
    optimizer.step()
    print(loss.item(), net.encoder.weight.grad is not None)
