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




def train_epoch(model, optimizer, criterion, loader):
    state = torch.zeros(1, 8, 16)
    for x, y in loader:
        prediction, state = model(x, state)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss = criterion(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss


def main():
    torch.manual_seed(0)
    loader = [(torch.randn(8, 12, 4), torch.randn(8, 1)) for _ in range(6)]
    model = Net()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = nn.MSELoss()
    for epoch in range(3):
        last = train_epoch(model, optimizer, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
