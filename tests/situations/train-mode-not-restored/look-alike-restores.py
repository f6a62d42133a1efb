# rule: train-mode-not-restored
# The mode is put back, or nothing minds it.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = nn.Linear(4, hidden)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.body(x))))


def score(model, inputs):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        result = model(inputs).mean().item()
    model.train(was_training)
    return result


torch.manual_seed(0)
inputs = torch.randn(64, 4)
labels = torch.randint(0, 3, (64,))
loader = DataLoader(TensorDataset(inputs, labels), batch_size=16, shuffle=True)
model = Net()
plain = nn.Linear(4, 3)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD([*model.parameters(), *plain.parameters()], lr=0.05)

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x) + plain(x), y)
        loss.backward()
        optimizer.step()
    plain.eval()
    total = score(model, inputs)
    print(epoch, total)
