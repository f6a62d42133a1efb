# rule: layer-size-mismatch
# The head takes 64 features, and the layer before it gives 128.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 128)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(64, 3)

    def forward(self, x):
        x = self.drop(torch.relu(self.hidden(x)))
        return self.head(x)
    #          ^^^^^^^^^^^^ `self.head` raises here: it takes 64 features, and its input has 128: ...


class Trainer:
    def __init__(self, lr=1e-3):
        inputs, targets = torch.randn(128, 20), torch.randint(0, 3, (128,))
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
