import torch
from torch import nn, optim


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 1)

    def forward(self, x):
        return self.linear(x)


model = Regressor()
optimizer = optim.Adam(model.parameters(), lr=0.001)

for name, parameter in model.named_parameters():
    print(f"{name} requires gradients: {parameter.requires_grad}")

inputs = torch.randn(1, 10)
output = model(inputs)
loss = nn.functional.mse_loss(output, torch.randn(1, 1))
loss.backward()
optimizer.step()
optimizer.zero_grad()
