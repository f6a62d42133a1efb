# rule: hidden-state-not-detached
# The module makes its state anew for each sequence.

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
        return self.out(output.view(len(x), -1))


torch.manual_seed(0)
tagger = Tagger()
optimizer = torch.optim.SGD(tagger.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    for sentence, tags in [(torch.randn(5, 4), torch.randint(0, 2, (5,))) for _ in range(4)]:
        optimizer.zero_grad()
        tagger.hidden = tagger.fresh()
        loss = criterion(tagger(sentence), tags)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
