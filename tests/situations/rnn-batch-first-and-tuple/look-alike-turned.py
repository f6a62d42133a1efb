# rule: rnn-batch-first, rnn-output-tuple
# The batch is turned round before.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        out, _ = self.lstm(x.transpose(0, 1))
        last = out[-1]
        return self.head(last)


model = Net()
optimizer = torch.optim.Adam(model.parameters())
for x, y in DataLoader(TensorDataset(torch.randn(64, 10, 4), torch.randint(0, 2, (64,))), batch_size=16):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
