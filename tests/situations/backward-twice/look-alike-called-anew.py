# rule: backward-twice
# Two losses, but the model is called for each; or the features have no graph; or the losses are added up.

import torch
from torch import nn

torch.manual_seed(0)
body = nn.Sequential(nn.Linear(4, 16), nn.ReLU())
value, label = nn.Linear(16, 1), nn.Linear(16, 3)
optimizer = torch.optim.Adam([*body.parameters(), *value.parameters(), *label.parameters()], lr=1e-2)
inputs = torch.randn(64, 4)
values = inputs.sum(dim=1, keepdim=True)
labels = torch.randint(0, 3, (64,))

for epoch in range(3):
    optimizer.zero_grad()
    nn.functional.mse_loss(value(body(inputs)), values).backward()
    nn.functional.cross_entropy(label(body(inputs)), labels).backward()
    optimizer.step()

    optimizer.zero_grad()
    features = body(inputs).detach()
    nn.functional.mse_loss(value(features), values).backward()
    nn.functional.cross_entropy(label(features), labels).backward()
    optimizer.step()

    optimizer.zero_grad()
    features = body(inputs)
    first = nn.functional.mse_loss(value(features), values)
    second = nn.functional.cross_entropy(label(features), labels)
    (first + second).backward()
    optimizer.step()
    print(epoch, first.item(), second.item())
