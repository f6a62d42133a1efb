"""A small classifier. It runs to the end without an error, and learns much worse than it could.

`torchwise check examples` finds what the carets below mark, each under its line.
"""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Digits(nn.Module):
    """Two layers with dropout between them."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, 32)
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(32, 10)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.out(self.dropout(torch.relu(self.hidden(pixels))))


def make_data(count: int) -> TensorDataset:
    """Images whose brightest of ten regions is their class."""
    labels = torch.randint(10, (count,))
    pixels = torch.rand(count, 64)
    pixels[torch.arange(count), labels * 6] += 1.0
    return TensorDataset(pixels, labels)


def main() -> None:
    train_loader = DataLoader(make_data(1024), batch_size=32, shuffle=True)
    model = Digits()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(5):
        model.train()
        total = 0.0
        for pixels, labels in train_loader:
            loss = criterion(model(pixels), labels)
            loss.backward()
            optimizer.step()
          # ^^^^^^^^^^^^^^^^ [missing-zero-grad] `optimizer` steps, but its gradients are never cleared: every batch adds to
          #     all earlier ones
            total += loss.item()
        print(f"epoch {epoch}: loss {total / len(train_loader):.3f}")


if __name__ == "__main__":
    main()
