# rule: hidden-state-not-detached
# The pair of states of an LSTM goes from batch to batch with its graph.

import torch
from torch import nn


def train_epoch(model, head, optimizer, criterion, loader):
    hidden, cell = torch.zeros(1, 8, 16), torch.zeros(1, 8, 16)
    for x, y in loader:
        output, (hidden, cell) = model(x, (hidden, cell))
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss = criterion(head(output), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return loss


def main():
    torch.manual_seed(0)
    loader = [(torch.randn(12, 8, 4), torch.randn(12, 8, 1)) for _ in range(6)]
    model = nn.LSTM(4, 16)
    head = nn.Linear(16, 1)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(list(model.parameters()) + list(head.parameters()), lr=0.1)
    for epoch in range(3):
        last = train_epoch(model, head, optimizer, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
