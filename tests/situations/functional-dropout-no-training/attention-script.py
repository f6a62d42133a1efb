# rule: dropout-ignores-mode
# Attention drops whatever the mode is.

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Attention(nn.Module):
    def __init__(self, size=8):
        super().__init__()
        self.qkv = nn.Linear(4, 3 * size)
        self.head = nn.Linear(size, 3)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        mixed = F.scaled_dot_product_attention(q, k, v, dropout_p=0.1)
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        return self.head(mixed.mean(dim=1))


torch.manual_seed(0)
inputs = torch.randn(64, 5, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
model = Attention()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
