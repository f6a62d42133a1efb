# rule: hidden-state-not-detached
# The graph is kept for the next batch, but the step changes weights that it needs.

import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.rnn = nn.RNN(4, 16)
        self.head = nn.Linear(16, 1)
        self.optimizer = torch.optim.AdamW([*self.rnn.parameters(), *self.head.parameters()], lr=1e-3)

    def fit(self, batches, targets):
        state = torch.zeros(1, 8, 16)
        for x, y in zip(batches, targets):
            self.optimizer.zero_grad()
            output, state = self.rnn(x, state)
#                                       ^^^^^ error: ...
            loss = nn.functional.mse_loss(self.head(output), y)
            loss.backward(retain_graph=True)
            self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Trainer().fit(torch.randn(6, 12, 8, 4), torch.randn(6, 12, 8, 1))
