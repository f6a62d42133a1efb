# rule: frozen-batchnorm-updates
# A trainer freezes the lower layers of its model, and sets the mode at the start of each epoch.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv1d(2, 8, 3, padding=1)
        self.norm = nn.BatchNorm1d(8)
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        x = torch.relu(self.norm(self.stem(x)))
        return self.head(x.mean(dim=2))


class Trainer:
    def __init__(self, lr=1e-2):
        signals = torch.randn(64, 2, 20) * 3
        targets = signals.std(dim=(1, 2)).unsqueeze(1)
        self.loader = DataLoader(TensorDataset(signals, targets), batch_size=16, shuffle=True)
        self.model = Net()
        self.model.stem.requires_grad_(False)
        self.model.norm.requires_grad_(False)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `self.model.norm` is frozen, but its batch norm is in train mode: ...
        self.optimizer = torch.optim.Adam(self.model.head.parameters(), lr=lr)

    def fit(self, epochs):
        for epoch in range(epochs):
            self.model.train()
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = nn.functional.mse_loss(self.model(x), y)
                loss.backward()
                self.optimizer.step()


trainer = Trainer()
before = trainer.model.norm.running_var.clone()
trainer.fit(3)
print("moved by", (trainer.model.norm.running_var - before).abs().max().item())
