# rule: hidden-state-not-detached
# The graph is kept for the next batch, but the step changes weights that it needs.

import torch
from torch import nn


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 16)
        self.head = nn.Linear(16, 1)

    def forward(self, x, state):
        output, state = self.rnn(x, state)
        return self.head(output), state


def train(model, batches, targets, optimizer):
    criterion = nn.MSELoss()
    state = (torch.zeros(1, 8, 16), torch.zeros(1, 8, 16))
    for x, y in zip(batches, targets):
        output, state = model(x, state)
#                                ^^^^^ error: ...
        loss = criterion(output, y)
        optimizer.zero_grad()
        loss.backward(retain_graph=True)
        optimizer.step()


def main():
    torch.manual_seed(0)
    model = Forecaster()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    train(model, torch.randn(6, 12, 8, 4), torch.randn(6, 12, 8, 1), optimizer)


if __name__ == "__main__":
    main()
