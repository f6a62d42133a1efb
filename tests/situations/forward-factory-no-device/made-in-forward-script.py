# rule: tensor-created-on-cpu
# The model makes the numbers of the places on the CPU, and is trained where there may be a GPU.

import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, words, places, size=16):
        super().__init__()
        self.words = nn.Embedding(words, size)
        self.places = nn.Embedding(places, size)
        self.head = nn.Linear(size, 2)

    def forward(self, sentence):
        places = torch.arange(sentence.size(1))
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        x = self.words(sentence) + self.places(places)
        return self.head(x.mean(dim=1))


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
sentences = torch.randint(0, 50, (32, 12)).to(device)
labels = torch.randint(0, 2, (32,)).to(device)
model = Tagger(50, 12).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(5):
    optimizer.zero_grad()
    loss = criterion(model(sentences), labels)
    loss.backward()
    optimizer.step()
    print(step, loss.item())
