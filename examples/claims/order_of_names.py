from torch import nn, optim

optimizer = optim.Adam(model.parameters(), lr=0.001)
#                      ^^^^^ [optimizer-before-model] `model` has no value here yet: building the optimizer raises NameError
model = nn.Linear(10, 2)
