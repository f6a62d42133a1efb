# rule: hidden-state-not-detached
# The states are cut off in place.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 16)
        self.head = nn.Linear(16, 1)

    def forward(self, x, state):
        output, state = self.rnn(x, state)
        return self.head(output), state


def train(net, optimizer, batches):
    state = None
    for x in batches:
        if state is None:
            state = (torch.zeros(1, 8, 16), torch.zeros(1, 8, 16))
        else:
            for part in state:
                part.detach_()
        output, state = net(x, state)
        loss = output.pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


net = Net()
print(train(net, torch.optim.SGD(net.parameters(), lr=0.1), torch.randn(6, 12, 8, 4)))
