# rule: mean-of-batch-means
# Each mean counts as often as its batch has examples, or the losses are sums.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
inputs = torch.randn(100, 6)
loader = DataLoader(TensorDataset(inputs, inputs.sum(1, keepdim=True)), batch_size=16)
model = nn.Linear(6, 1)
mean, summed = nn.MSELoss(), nn.MSELoss(reduction="sum")
first, second = 0.0, 0.0
model.eval()
with torch.no_grad():
    for x, y in loader:
        output = model(x)
        loss = mean(output, y)
        first += loss.item() * len(x)
        loss = summed(output, y)
        second += loss.item()
print(first / len(loader.dataset), second / len(loader.dataset))
