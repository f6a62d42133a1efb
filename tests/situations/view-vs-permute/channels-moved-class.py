# rule: view-instead-of-permute
# Images with the colours last are seen as if they came first.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, classes=4):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.head = nn.Linear(8, classes)

    def forward(self, images):
        b, h, w, c = images.shape
        x = images.view(b, c, h, w)
    #       ^^^^^^^^^^^^^^^^^^^^^^^ warning: `view` does not turn dimensions: ...
        return self.head(torch.relu(self.conv(x)).mean(dim=(2, 3)))


class Trainer:
    def __init__(self, lr=1e-3):
        inputs = torch.rand(64, 12, 16, 3)
        targets = torch.randint(0, 4, (64,))
        self.loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
        self.model = Net()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.history = []

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, epochs):
        for epoch in range(epochs):
            for x, y in self.loader:
                self.history.append(self.step(x, y))


trainer = Trainer()
trainer.fit(2)
print(trainer.history[-1])
