# rule: hidden-state-not-detached
# The state goes from batch to batch with its graph.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, size=16):
        super().__init__()
        self.rnn = nn.GRU(4, size, batch_first=True)
        self.head = nn.Linear(size, 1)

    def forward(self, x, state):
        output, state = self.rnn(x, state)
        return self.head(output[:, -1]), state




class Trainer:
    def __init__(self, loader):
        self.loader = loader
        self.model = Net()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.criterion = nn.MSELoss()

    def train_epoch(self):
        state = torch.zeros(1, 8, 16)
        for x, y in self.loader:
            prediction, state = self.model(x, state)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
            loss = self.criterion(prediction, y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
        return loss

    def fit(self, epochs):
        for epoch in range(epochs):
            last = self.train_epoch()
            print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = [(torch.randn(8, 12, 4), torch.randn(8, 1)) for _ in range(6)]
    Trainer(loader).fit(3)
