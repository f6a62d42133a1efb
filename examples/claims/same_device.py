import torch
from torch import nn, optim

if torch.cuda.is_available():
    device = torch.device("cuda")
else:
    device = torch.device("cpu")

model = nn.Linear(10, 2).to(device)
inputs = torch.randn(1, 10).to(device)
optimizer = optim.Adam(params=model.parameters(), lr=0.001)

output = model(inputs)
loss = torch.sum(output)
loss.backward()
optimizer.step()
