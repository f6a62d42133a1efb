# rule: model-not-optimized
# Of an autoencoder in two parts, only the decoder is given to the optimizer.

import torch
from torch import nn

torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 3))
decoder = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 10))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(decoder.parameters(), lr=1e-3)
#                            ^^^^^^^^^^^^^^^^^^^^ warning: ...
data = torch.randn(256, 10)

for epoch in range(3):
    for batch in data.split(32):
        optimizer.zero_grad()
        code = encoder(batch)
        loss = criterion(decoder(code), batch)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
