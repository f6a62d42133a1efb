import torch
from torch import nn, optim


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 2)

    def forward(self, x):
        return self.linear(x)


model = Regressor()
optimizer = optim.Adam(params=model.parameters(), lr=0.001)
loss = model(torch.randn(4, 10)).pow(2).mean()
loss.backward()
optimizer.step()
print(optimizer.param_groups)
