# rule: layer-size-mismatch
# A layer behind an LSTM that reads in both directions takes the size of one.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Tagger(nn.Module):
    def __init__(self, words=100, tags=4):
        super().__init__()
        self.embedding = nn.Embedding(words, 16)
        self.lstm = nn.LSTM(16, 32, batch_first=True, bidirectional=True)
        self.out = nn.Linear(32, tags)

    def forward(self, sentences):
        hidden, _ = self.lstm(self.embedding(sentences))
        return self.out(hidden.mean(dim=1))
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self.out` raises here: it takes 32 features, and its input has 64: ...


torch.manual_seed(0)
inputs = torch.randint(0, 100, (64, 12))
targets = torch.randint(0, 4, (64,))
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = Tagger()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
print(loss.item())
