import torch
from torch import nn, optim

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

model = nn.Linear(10, 2)
optimizer = optim.Adam(params=model.parameters(), lr=0.001)
model.to(device)
# ^^^^^^^^^^^^^^ information: [optimizer-before-device-move] `optimizer` was built before `model` is moved here: nothing is lost, but building it afterwards is safe in every case

inputs = torch.randn(1, 10).to(device)
output = model(inputs)
loss = torch.sum(output)
loss.backward()
optimizer.step()
