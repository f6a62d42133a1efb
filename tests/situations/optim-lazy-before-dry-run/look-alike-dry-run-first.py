# rule: uninitialized-lazy-parameters
# A batch goes through the model first; or the optimizer is one that does not mind.

import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(32, 6)
y = x.sum(1, keepdim=True)
model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
with torch.no_grad():
    model(x[:1])
print(sum(p.numel() for p in model.parameters()), "parameters")
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.05)
other = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
other_optimizer = torch.optim.RMSprop(other.parameters(), lr=0.01)
for step in range(5):
    for each, its in ((model, optimizer), (other, other_optimizer)):
        its.zero_grad()
        loss = (each(x) - y).pow(2).mean()
        loss.backward()
        its.step()
    print(step, loss.item())
