# rule: batchnorm-single-sample
# The size of the features is found by an example image, with the network still in train mode.

import torch
from torch import nn

encoder = nn.Sequential(
    nn.Conv2d(3, 16, 3, stride=2),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(16, 32),
    nn.BatchNorm1d(32),
)
with torch.no_grad():
    size = encoder(torch.zeros(1, 3, 32, 32)).shape[1]
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: one example in train mode: batch norm raises ...

head = nn.Linear(size, 10)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.1)
images, labels = torch.rand(64, 3, 32, 32), torch.randint(0, 10, (64,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head(encoder(images)), labels)
    loss.backward()
    optimizer.step()
