# rule: float-index
# The sentences are padded with zeros that are floating numbers.

import torch
from torch import nn

sentences = [[1, 5, 2], [3, 4], [7, 8, 9, 2], [6]]
labels = torch.tensor([0, 1, 0, 1])
longest = max(len(sentence) for sentence in sentences)
padded = torch.zeros(len(sentences), longest)
for row, sentence in enumerate(sentences):
    padded[row, : len(sentence)] = torch.tensor(sentence)

words = nn.Embedding(10, 8, padding_idx=0)
head = nn.Linear(8, 2)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam([*words.parameters(), *head.parameters()], lr=1e-2)
for step in range(5):
    optimizer.zero_grad()
    vectors = words(padded)
#                   ^^^^^^ error: ...
    loss = criterion(head(vectors.mean(dim=1)), labels)
    loss.backward()
    optimizer.step()
    print(loss.item())
