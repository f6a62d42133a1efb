# rule: rnn-batch-first, rnn-output-tuple
# Only the last state is used, of an input that was permuted.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        _, (hidden, _) = self.lstm(x.permute(1, 0, 2))
        last = hidden[-1]
        return self.head(last)


model = Net()
optimizer = torch.optim.Adam(model.parameters())
for x, y in DataLoader(TensorDataset(torch.randn(64, 10, 4), torch.randint(0, 2, (64,))), batch_size=16):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
