# rule: layer-replaced-after-optimizer
# The new head is frozen: only the body is trained to fit it.

import torch
from torch import nn

features = torch.randn(64, 10)
targets = features.sum(dim=1, keepdim=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(10, 32)
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
net.head = nn.Linear(32, 1)
for parameter in net.head.parameters():
    parameter.requires_grad = False

for epoch in range(5):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(features), targets)
    loss.backward()
    optimizer.step()
    print(loss.item())
