# rule: missing-eval-mode
# The function that evaluates changes the mode itself, and puts it back.

import torch
from torch import nn

features = torch.randn(64, 10)
labels = (features[:, 0] > 0).long()
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


@torch.no_grad()
def accuracy(net, x, y):
    was_training = net.training
    net.train(False)
    right = (net(x).argmax(dim=1) == y).float().mean().item()
    net.train(was_training)
    return right


for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(features), labels)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item(), accuracy(model, features, labels))
