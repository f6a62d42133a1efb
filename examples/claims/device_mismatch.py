import torch
from torch import nn, optim

model = nn.Linear(10, 2)

if torch.cuda.is_available():
    device = torch.device("cuda")
else:
    device = torch.device("cpu")

inputs = torch.randn(1, 10).to(device)
optimizer = optim.Adam(params=model.parameters(), lr=0.001)

output = model(inputs)
#        ^^^^^^^^^^^^^ [model-on-other-device] `model` is still on the CPU, and its input is not: on a GPU this call raises RuntimeError
loss = torch.sum(output)
loss.backward()
optimizer.step()
