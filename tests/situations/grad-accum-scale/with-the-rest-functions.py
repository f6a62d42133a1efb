# rule: unscaled-gradient-accumulation
# The last batches are stepped on as well, and the gradients are clipped.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

STEPS = 3


def train_epoch(model, optimizer, criterion, loader):
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
#       ^^^^^^^^^^^^^^^ warning: ...
        if (i + 1) % STEPS == 0 or i + 1 == 6:
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
    return loss


def main():
    torch.manual_seed(0)
    features = torch.randn(96, 8)
    labels = (features.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(features, labels), batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 2))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        last = train_epoch(model, optimizer, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
