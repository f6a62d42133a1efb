# rule: rnn-batch-first
# Words of a batch are embedded and read as if the sequence came first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, words=40, hidden=16):
        super().__init__()
        self.embedding = nn.Embedding(words, 8)
        self.rnn = nn.RNN(8, hidden, nonlinearity="relu")
        self.head = nn.Linear(hidden, 3)

    def forward(self, words):
        vectors = self.embedding(words)
        outputs, _ = self.rnn(vectors)
    #                ^^^^^^^^^^^^^^^^^ warning: the layer reads examples as steps: ...
        return self.head(outputs.mean(dim=1))


torch.manual_seed(0)
inputs = torch.randint(0, 40, (64, 9))
targets = torch.randint(0, 3, (64,))
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
