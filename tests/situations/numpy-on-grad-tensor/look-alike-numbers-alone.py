# rule: numpy-on-grad-tensor
# Everything that goes to NumPy has no gradients: numbers, choices, what is computed without them.

import numpy as np
import torch
from torch import nn

features = torch.randn(64, 6)
labels = (features[:, 0] > 0).long()
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for step in range(10):
    optimizer.zero_grad()
    output = model(features)
    loss = criterion(output, labels)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    right = (output.argmax(dim=1) == labels).numpy()
    print(np.array(losses).mean(), right.mean(), output.detach().numpy().max())

with torch.no_grad():
    probabilities = model(features).softmax(dim=1).numpy()
print(probabilities.sum(axis=1)[:3], model[0].weight.data.numpy().shape, labels.numpy()[:3])
