# rule: forward-called-directly
# A hook that checks the inputs of the model is registered where the model is built.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def check(module, inputs):
    if not torch.isfinite(inputs[0]).all():
        raise ValueError("an input is not finite")


def build():
    model = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 2))
    model.register_forward_pre_hook(check)
    return model


def train_one_epoch(model, loader, criterion, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        logits = model.forward(x)
        #        ^^^^^^^^^^^^^^^^ warning: `model.forward(...)` passes by what `register_forward_pre_hook` registered: ...
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()


def main():
    images, labels = torch.randn(64, 16), torch.randint(0, 2, (64,))
    images[3, 5] = float("inf")
    loader = DataLoader(TensorDataset(images, labels), batch_size=16)
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(2):
        train_one_epoch(model, loader, nn.CrossEntropyLoss(), optimizer)


main()
