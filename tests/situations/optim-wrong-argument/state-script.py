# rule: not-parameters
# The optimizer gets the state of the model, to which no gradient ever gets.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
loader = DataLoader(TensorDataset(torch.randn(64, 4), torch.randint(0, 3, (64,))), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.state_dict().values(), lr=0.05, momentum=0.9)
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: gradients never get to the tensors of `state_dict()`: ...

for epoch in range(3):
    for x, y in loader:
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
