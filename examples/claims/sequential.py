from torch import nn, optim

model = nn.Sequential(nn.Linear(10, 2))
optimizer = optim.Adam(params=model.parameters(), lr=0.001)
print(optimizer.param_groups)
