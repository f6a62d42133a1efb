# rule: layer-replaced-after-optimizer
# The head is swapped for a probe while features are looked at, and comes back before training goes on.

import torch
from torch import nn

features = torch.randn(64, 10)
targets = features.sum(dim=1, keepdim=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(10, 32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(5):
    head = net.head
    net.head = nn.Linear(32, 2)
    net.eval()
    with torch.no_grad():
        print("spread:", net(features).std().item())
    net.head = head
    net.train()
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(features), targets)
    loss.backward()
    optimizer.step()
