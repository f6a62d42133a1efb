# rule: forward-called-directly
# Features are recorded by a hook on a layer whose forward is called by name.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

features = {}


def record(name):
    def hook(module, inputs, output):
        features[name] = output.detach()

    return hook


backbone = nn.Sequential(nn.Linear(16, 32), nn.ReLU())
head = nn.Linear(32, 2)
backbone.register_forward_hook(record("backbone"))

images, labels = torch.randn(64, 16), torch.randint(0, 2, (64,))
loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
optimizer = torch.optim.Adam([*backbone.parameters(), *head.parameters()], lr=1e-3)
criterion = nn.CrossEntropyLoss()

for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        hidden = backbone.forward(x)
        #        ^^^^^^^^^^^^^^^^^^^ warning: `backbone.forward(...)` passes by what `register_forward_hook` registered: ...
        loss = criterion(head(hidden), y)
        loss.backward()
        optimizer.step()
print(sorted(features))
