# rule: unstable-log-probability
# Both steps at once, or something in between that keeps the probabilities away from zero.

import torch
import torch.nn.functional as F
from torch import nn

features = torch.randn(64, 6)
labels = torch.randint(0, 3, (64,))
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(5):
    optimizer.zero_grad()
    scores = model(features)
    loss = F.nll_loss(F.log_softmax(scores, dim=1), labels)
    probabilities = torch.softmax(scores, dim=1).clamp(min=1e-7)
    entropy = -(probabilities * torch.log(probabilities)).sum(dim=1).mean()
    (loss - 0.01 * entropy).backward()
    optimizer.step()
with torch.no_grad():
    print(torch.log(torch.softmax(model(features), dim=1)).max())
