# rule: step-outside-loop
# A function of its own goes backward for each batch; the step is indented too little.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_batch(model, criterion, optimizer, x, y):
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return loss.detach()


def train(model, loader, criterion, optimizer, epochs):
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for x, y in loader:
            total += train_batch(model, criterion, optimizer, x, y).item()
        optimizer.step()
#       ^^^^^^^^^^^^^^^^ warning: ...
        print(f"epoch {epoch}: {total / len(loader):.4f}")


def main():
    torch.manual_seed(0)
    inputs = torch.linspace(-1, 1, 128).unsqueeze(1)
    targets = inputs.pow(2) + 0.05 * torch.randn_like(inputs)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=32, shuffle=True)
    model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    train(model, loader, nn.MSELoss(), optimizer, epochs=3)


if __name__ == "__main__":
    main()
