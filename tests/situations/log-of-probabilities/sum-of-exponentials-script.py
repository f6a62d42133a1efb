# rule: unstable-log-probability
# A loss of energies: the logarithm of the sum of exponentials is taken by hand.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = torch.randn(256, 6) * 100
labels = (features[:, 0] > features[:, 1]).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=32, shuffle=True)
model = nn.Linear(6, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-2)

for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        scores = model(x)
        right = scores.gather(1, y[:, None]).squeeze(1)
        normalizer = torch.log(torch.exp(scores).sum(dim=1))
        #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: an exponential is infinite above 88, and so is the logarithm of the sum: ...
        loss = (normalizer - right).mean()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
