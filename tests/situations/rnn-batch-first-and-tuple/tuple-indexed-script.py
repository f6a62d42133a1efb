# rule: rnn-output-tuple
# The last step is taken from the tuple.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, features=4, hidden=16):
        super().__init__()
        self.gru = nn.GRU(features, hidden, num_layers=2, batch_first=True)
        self.head = nn.Linear(hidden, 2)

    def forward(self, x):
        out = self.gru(x)
        last = out[:, -1, :]
    #          ^^^^^^^^^^^^^ this index raises: ...
        return self.head(last)


torch.manual_seed(0)
inputs = torch.randn(64, 10, 4)
targets = torch.randint(0, 2, (64,))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
print(loss.item())
