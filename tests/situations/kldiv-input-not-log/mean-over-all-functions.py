# rule: kl-div-mean-reduction
# The divergence is averaged over all elements instead of the batch.

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def make_loader(count=64):
    features = torch.randn(count, 6)
    targets = torch.rand(count, 3).softmax(dim=1)
    return DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)


def train(model, loader, optimizer):
    model.train()
    losses = []
    for x, y in loader:
        output = model(x)
        loss = F.kl_div(output, y)
#              ^^^^^^^^^^^^^^^^^^^ hint: ...
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def main(epochs=2):
    loader = make_loader()
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3), nn.LogSoftmax(dim=1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(epochs):
        print(epoch, train(model, loader, optimizer))


if __name__ == "__main__":
    main()
