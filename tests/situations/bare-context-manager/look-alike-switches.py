# rule: context-manager-not-entered
# Contexts that are entered, decorate, or work when they are called.

import torch
from torch import nn

torch.autograd.set_detect_anomaly(True)
torch.set_grad_enabled(True)
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
context = torch.autocast("cpu", dtype=torch.bfloat16)


@torch.no_grad
def predict(x):
    model.eval()
    result = model(x)
    model.train()
    return result


for _ in range(3):
    with context:
        loss = model(torch.randn(8, 4)).float().pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(predict(torch.randn(2, 4)).requires_grad)
