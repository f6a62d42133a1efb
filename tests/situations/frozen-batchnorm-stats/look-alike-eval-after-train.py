# rule: frozen-batchnorm-updates
# Each epoch puts the model into train mode and its frozen part back into eval mode.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(model, backbone, loader, optimizer):
    model.train()
    backbone.eval()
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


backbone = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU())
model = nn.Sequential(backbone, nn.Linear(16, 2))
backbone.requires_grad_(False)
optimizer = torch.optim.Adam(model[1].parameters(), lr=1e-3)
loader = DataLoader(TensorDataset(torch.randn(64, 8) + 1, torch.randint(0, 2, (64,))), batch_size=16)
before = backbone[1].running_mean.clone()
for epoch in range(3):
    train(model, backbone, loader, optimizer)
print("moved by", (backbone[1].running_mean - before).abs().max().item())
