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


class Trainer:
    def __init__(self):
        inputs = torch.randn(64, 5, 4)
        labels = torch.randint(0, 3, (64,))
        self.loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
        self.model = Attention()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)

    def fit(self):
        for epoch in range(3):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit()
