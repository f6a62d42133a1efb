# rule: tensor-created-on-cpu
# The first state is made on the CPU.

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(4, 8, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        h0 = torch.zeros(1, x.size(0), 8)
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        out, _ = self.rnn(x, h0)
        return self.head(out[:, -1])


def train(device, loader, model, criterion, optimizer):
    for epoch in range(3):
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()


def main():
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    inputs = torch.randn(64, 5, 4)
    labels = torch.randint(0, 3, (64,))
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
    model = Recurrent().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train(device, loader, model, criterion, optimizer)


if __name__ == "__main__":
    main()
