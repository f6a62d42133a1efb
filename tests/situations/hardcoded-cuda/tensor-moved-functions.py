# rule: hardcoded-cuda
# The device is an argument, and the evaluation does not look at it.

import torch
from torch import nn


def train(model, x, y, optimizer, device):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x.to(device)), y.to(device))
    loss.backward()
    optimizer.step()
    return loss.item()


def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        output = model(x.to("cuda"))
        #              ^^^^^^^^^^^^ information: `"cuda"` means a GPU, whatever `device` is: without one it raises
    return (output.cpu() - y).abs().mean().item()


def main():
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.randn(32, 4)
    y = x.sum(dim=1, keepdim=True)
    for epoch in range(3):
        print(train(model, x, y, optimizer, device), evaluate(model, x, y))


main()
