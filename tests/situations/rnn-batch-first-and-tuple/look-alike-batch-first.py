# rule: rnn-batch-first, rnn-output-tuple
# The layer is built for it.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16, batch_first=True)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        out, (hidden, cell) = self.lstm(x)
        last = out[:, -1]
        return self.head(last)


model = Net()
optimizer = torch.optim.Adam(model.parameters())
for x, y in DataLoader(TensorDataset(torch.randn(64, 10, 4), torch.randint(0, 2, (64,))), batch_size=16):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
