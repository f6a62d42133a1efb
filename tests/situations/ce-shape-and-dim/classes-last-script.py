# rule: cross-entropy-shape
# The classes of a sequence come last.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Tagger(nn.Module):
    def __init__(self, words=60, tags=5):
        super().__init__()
        self.embedding = nn.Embedding(words, 16)
        self.gru = nn.GRU(16, 24, batch_first=True)
        self.out = nn.Linear(24, tags)

    def forward(self, words):
        hidden, _ = self.gru(self.embedding(words))
        return self.out(hidden)


torch.manual_seed(0)
inputs = torch.randint(0, 60, (64, 12))
targets = torch.randint(0, 5, (64, 12))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Tagger()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        scores = model(x)
        loss = criterion(scores, y)
#              ^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (N, 12, 5) it takes a target of (N, 5), not (N, 12)
        loss.backward()
        optimizer.step()
print(loss.item())
