# rule: sigmoid-before-bce-with-logits, logits-into-bce
# The sigmoid is for the metric, or is left out by its index.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        scores = model[0](x)
        loss = F.binary_cross_entropy_with_logits(scores, y) + F.binary_cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        accuracy = ((scores.sigmoid() > 0.5).float() == y).float().mean().item()
