# rule: hidden-state-not-detached
# The module keeps its state, and nobody makes it anew.

import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16)
        self.out = nn.Linear(16, 2)
        self.hidden = self.fresh()

    def fresh(self):
        return torch.zeros(1, 1, 16), torch.zeros(1, 1, 16)

    def forward(self, x):
        output, self.hidden = self.lstm(x.view(len(x), 1, -1), self.hidden)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        return self.out(output.view(len(x), -1))



torch.manual_seed(0)
loader = [(torch.randn(5, 4), torch.randint(0, 2, (5,))) for _ in range(6)]
model = Tagger()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss:.4f}")
